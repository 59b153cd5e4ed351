package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.protocol.AwsError;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.SpotMarketOptions;

/**
 * Terms of a spot request.
 *
 * @param maxPrice USD per hour; empty means no limit
 * @param persistent whether the request is persistent; only then the instance can be stopped
 * @param interruptionAction terminate, stop or hibernate
 */
public record SpotTerms(
        Optional<BigDecimal> maxPrice, boolean persistent, String interruptionAction) {
    public static final Set<String> INTERRUPTION_ACTIONS = Set.of("terminate", "stop", "hibernate");

    private static final String TERMINATE = "terminate";
    private static final String HIBERNATE = "hibernate";
    private static final Set<String> OTHER_MARKETS =
            Set.of("capacity-block", "interruptible-capacity-reservation");

    /**
     * Reads and checks the terms.
     *
     * @param hibernates whether the launch configures hibernation, which is then the action
     */
    public static SpotTerms of(InstanceMarketOptionsRequest requested, boolean hibernates) {
        checkMarket(requested.marketTypeAsString());
        SpotMarketOptions options =
                requested.spotOptions() == null
                        ? SpotMarketOptions.builder().build()
                        : requested.spotOptions();
        String type =
                options.spotInstanceType() == null
                        ? "one-time"
                        : options.spotInstanceTypeAsString();
        if (!Set.of("one-time", "persistent").contains(type)) {
            throw invalid("Invalid value '" + type + "' for SpotInstanceType.");
        }
        boolean persistent = type.equals("persistent");
        return new SpotTerms(
                Optional.ofNullable(options.maxPrice()).map(SpotTerms::parsePrice),
                persistent,
                action(options.instanceInterruptionBehaviorAsString(), persistent, hibernates));
    }

    private static void checkMarket(@Nullable String market) {
        if (market == null || market.equals("spot")) {
            return;
        }
        throw OTHER_MARKETS.contains(market)
                ? AwsError.notImplemented("The market " + market)
                : invalid("Invalid value '" + market + "' for MarketType.");
    }

    /** API reference of SpotMarketOptions: InstanceInterruptionBehavior and SpotInstanceType. */
    private static String action(
            @Nullable String requested, boolean persistent, boolean hibernates) {
        if (requested != null && !INTERRUPTION_ACTIONS.contains(requested)) {
            throw invalid("Invalid value '" + requested + "' for InstanceInterruptionBehavior.");
        }
        if (hibernates && requested != null && !requested.equals(HIBERNATE)) {
            throw combination(
                    "The interruption behavior '%s' cannot be used with hibernation."
                            .formatted(requested));
        }
        String action = Objects.requireNonNullElse(requested, hibernates ? HIBERNATE : TERMINATE);
        if (requested != null && !requested.equals(TERMINATE) && !persistent) {
            throw combination(
                    "The request with type 'one-time' is not supported when instanceInterruptionBehavior is set to '%s'."
                            .formatted(requested));
        }
        if (action.equals(TERMINATE) && persistent) {
            // pahud/cdk-spot-one#206 shows EC2's answer.
            throw combination(
                    "The terminate InstanceInterruptionBehavior is not supported when requestType is set to persistent.");
        }
        return action;
    }

    /** Whether the maximum price is at least this price. */
    public boolean accepts(BigDecimal price) {
        return maxPrice.isEmpty() || maxPrice.get().compareTo(price) >= 0;
    }

    public static BigDecimal parsePrice(String text) {
        if (!text.matches("\\d{1,6}(\\.\\d{1,9})?")) {
            throw invalid("Invalid value '" + text + "' for a price: write 0.05.");
        }
        return new BigDecimal(text);
    }

    private static AwsError combination(String message) {
        return new AwsError("InvalidParameterCombination", message);
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}

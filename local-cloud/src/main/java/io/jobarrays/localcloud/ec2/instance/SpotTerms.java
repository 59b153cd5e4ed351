package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.protocol.AwsError;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
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

    public static SpotTerms of(InstanceMarketOptionsRequest requested) {
        if (requested.marketType() != null && !"spot".equals(requested.marketTypeAsString())) {
            throw AwsError.notImplemented("The market " + requested.marketTypeAsString());
        }
        SpotMarketOptions options =
                requested.spotOptions() == null
                        ? SpotMarketOptions.builder().build()
                        : requested.spotOptions();
        String action =
                options.instanceInterruptionBehavior() == null
                        ? "terminate"
                        : options.instanceInterruptionBehaviorAsString();
        String type =
                options.spotInstanceType() == null
                        ? "one-time"
                        : options.spotInstanceTypeAsString();
        if (!Set.of("one-time", "persistent").contains(type)) {
            throw invalid("Invalid value '" + type + "' for SpotInstanceType.");
        }
        boolean persistent = type.equals("persistent");
        if (!INTERRUPTION_ACTIONS.contains(action)) {
            throw invalid("Invalid value '" + action + "' for InstanceInterruptionBehavior.");
        }
        if (!action.equals("terminate") && !persistent) {
            throw new AwsError(
                    "InvalidParameterCombination",
                    "Spot Instances with the interruption behavior '%s' must be requested with the type 'persistent'."
                            .formatted(action));
        }
        return new SpotTerms(
                Optional.ofNullable(options.maxPrice()).map(SpotTerms::parsePrice),
                persistent,
                action);
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

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}

package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.protocol.AwsError;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.InstanceMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.SpotMarketOptions;

/**
 * On what terms an instance was bought on the spot market.
 *
 * @param maxPrice USD an hour; without one, whatever it costs
 * @param persistent whether it may be stopped, as AWS has it
 * @param onInterruption terminate, stop or hibernate
 */
public record SpotTerms(
        Optional<BigDecimal> maxPrice, boolean persistent, String interruptionAction) {
    public static final Set<String> INTERRUPTION_ACTIONS = Set.of("terminate", "stop", "hibernate");

    public static SpotTerms of(InstanceMarketOptionsRequest asked) {
        if (asked.marketType() != null && !"spot".equals(asked.marketTypeAsString())) {
            throw AwsError.notImplemented("The market " + asked.marketTypeAsString());
        }
        SpotMarketOptions options =
                asked.spotOptions() == null
                        ? SpotMarketOptions.builder().build()
                        : asked.spotOptions();
        String action =
                options.instanceInterruptionBehavior() == null
                        ? "terminate"
                        : options.instanceInterruptionBehaviorAsString();
        boolean persistent = "persistent".equals(options.spotInstanceTypeAsString());
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

    /** Whether it is kept at this price. */
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

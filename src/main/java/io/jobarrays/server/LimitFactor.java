package io.jobarrays.server;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Check of {@code spawn.aws.limits.factor} before the start: with 0 no call would be permitted. */
final class LimitFactor {
    private static final String SETTING = "spawn.aws.limits.factor";

    private LimitFactor() {}

    /** Why the value cannot be used; empty for a valid one. */
    static Optional<String> objection(Config config) {
        return config.getOptionalValue(SETTING, String.class)
                .filter(value -> !isAboveZero(value))
                .map(
                        value ->
                                ("%s=%s is not a number above 0; it is 1 for the limits that AWS"
                                                + " sets, 10 for limits raised tenfold")
                                        .formatted(SETTING, value));
    }

    private static boolean isAboveZero(String value) {
        try {
            double factor = Double.parseDouble(value);
            return factor > 0 && Double.isFinite(factor);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}

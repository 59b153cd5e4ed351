package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.protocol.AwsError;
import org.jspecify.annotations.Nullable;

/** What a power-off inside an instance does to it. */
public final class ShutdownAction {
    private ShutdownAction() {}

    /**
     * Whether the action is {@code terminate}; {@code stop} without one.
     *
     * @throws AwsError {@code InvalidParameterValue} for another text
     */
    public static boolean terminates(@Nullable String action) {
        return switch (action) {
            case null -> false;
            case "stop" -> false;
            case "terminate" -> true;
            default ->
                    throw new AwsError(
                            "InvalidParameterValue",
                            "Value (%s) for parameter instanceInitiatedShutdownBehavior is invalid. Expecting stop or terminate."
                                    .formatted(action));
        };
    }
}

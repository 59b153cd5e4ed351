package io.jobarrays.localcloud.ec2.instance;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.services.ec2.model.StateReason;

/** Causes of state changes, with EC2's codes and messages. */
public final class StateReasons {
    private static final DateTimeFormatter TRANSITION_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);

    private StateReasons() {}

    public static StateChangeCause userShutdown(Instant now) {
        return cause("Client.UserInitiatedShutdown", "User initiated shutdown", userInitiated(now));
    }

    public static StateChangeCause userHibernate(Instant now) {
        return cause(
                "Client.UserInitiatedHibernate", "User initiated hibernate", userInitiated(now));
    }

    public static StateChangeCause instanceInitiated() {
        return cause("Client.InstanceInitiatedShutdown", "Instance initiated shutdown", "");
    }

    public static StateChangeCause spotInterruption() {
        String code = "Server.SpotInstanceTermination";
        return cause(code, "Spot instance termination", code);
    }

    public static StateChangeCause internalError(String message) {
        return cause("Server.InternalError", message, "Server.InternalError");
    }

    private static String userInitiated(Instant now) {
        return "User initiated (" + TRANSITION_TIME.format(now) + ")";
    }

    private static StateChangeCause cause(String code, String message, String transitionReason) {
        return new StateChangeCause(
                StateReason.builder().code(code).message(code + ": " + message).build(),
                transitionReason);
    }
}

package io.jobarrays.localcloud.ec2;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.services.ec2.model.StateReason;

/** Why an instance left a state, in EC2's codes and words. */
final class Reasons {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);

    static final StateReason USER =
            reason("Client.UserInitiatedShutdown", "User initiated shutdown");
    static final StateReason ITSELF =
            reason("Client.InstanceInitiatedShutdown", "Instance initiated shutdown");

    private Reasons() {}

    static StateReason internal(String message) {
        return reason("Server.InternalError", message);
    }

    static String userInitiated(Instant now) {
        return "User initiated (" + TIME.format(now) + ")";
    }

    private static StateReason reason(String code, String message) {
        return StateReason.builder().code(code).message(code + ": " + message).build();
    }
}

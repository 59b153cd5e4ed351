package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.route53.model.ChangeInfo;

/** Submitted changes; each is PENDING for one second, then INSYNC. */
final class ChangeLog {
    private static final Duration PROPAGATION_TIME = Duration.ofSeconds(1);
    private static final Duration RETENTION = Duration.ofDays(1);

    private final Map<String, Instant> submitted = new ConcurrentHashMap<>();
    private final Clock clock;

    ChangeLog(Clock clock) {
        this.clock = clock;
    }

    ChangeInfo add() {
        Instant now = clock.instant();
        submitted.values().removeIf(at -> at.plus(RETENTION).isBefore(now));
        String id = EmulatedZones.randomId("C");
        submitted.put(id, now);
        return info(id, now);
    }

    ChangeInfo get(String id) {
        Instant at = submitted.get(id);
        if (at == null) {
            throw new AwsError(
                    404, "NoSuchChange", "A change with the specified change ID does not exist.");
        }
        return info(id, at);
    }

    private ChangeInfo info(String id, Instant at) {
        boolean pending = clock.instant().isBefore(at.plus(PROPAGATION_TIME));
        return ChangeInfo.builder()
                .id("/change/" + id)
                .status(pending ? "PENDING" : "INSYNC")
                .submittedAt(at)
                .build();
    }
}

package io.jobarrays.localcloud.route53;

import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import software.amazon.awssdk.services.route53.model.ChangeInfo;

/** Submitted changes; each is PENDING for one second, then INSYNC. */
final class ChangeLog {
    private static final Duration PROPAGATION_TIME = Duration.ofSeconds(1);
    private static final Duration RETENTION = Duration.ofDays(1);
    private static final int MAX_CHANGES = 100_000;

    /** In the order of the changes, so that the old ones are found without a look at all. */
    private final SequencedMap<String, Instant> submitted = new LinkedHashMap<>();

    private final Clock clock;

    ChangeLog(Clock clock) {
        this.clock = clock;
    }

    synchronized ChangeInfo add() {
        Instant now = clock.instant();
        forgetBefore(now.minus(RETENTION));
        String id = EmulatedZones.randomId("C");
        submitted.put(id, now);
        return info(id, now);
    }

    synchronized ChangeInfo get(String id) {
        Instant at = submitted.get(id);
        if (at == null) {
            throw new AwsError(
                    404, "NoSuchChange", "A change with the specified change ID does not exist.");
        }
        return info(id, at);
    }

    private void forgetBefore(Instant oldest) {
        while (submitted.size() >= MAX_CHANGES
                || (!submitted.isEmpty() && submitted.firstEntry().getValue().isBefore(oldest))) {
            submitted.pollFirstEntry();
        }
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

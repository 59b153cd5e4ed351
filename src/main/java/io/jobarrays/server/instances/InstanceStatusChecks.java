package io.jobarrays.server.instances;

import io.jobarrays.server.instances.ec2.InstanceHealth;
import io.jobarrays.server.instances.ec2.InstanceReads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** EC2's answers about instances whose agents are silent; kept in memory, asked again later. */
@ApplicationScoped
public class InstanceStatusChecks {
    private static final Duration RETENTION = Duration.ofDays(1);

    private final InstanceReads reads;
    private final Clock clock;
    private final Map<String, StatusCheck> checks = new ConcurrentHashMap<>();

    InstanceStatusChecks(InstanceReads reads, Clock clock) {
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * Checks of one instance since its agent fell silent.
     *
     * @param askedAt the last call
     * @param health the last answer; null: none yet
     * @param answeredAt the first answer
     */
    public record StatusCheck(
            Instant askedAt, @Nullable InstanceHealth health, @Nullable Instant answeredAt) {}

    /**
     * Asks EC2; without an answer the earlier one stands.
     *
     * @param silentSince by instance id
     */
    public void ask(Map<String, Instant> silentSince) {
        Instant now = clock.instant();
        checks.values().removeIf(check -> check.askedAt().isBefore(now.minus(RETENTION)));
        silentSince.forEach(
                (id, since) -> {
                    StatusCheck last = last(id, since).orElse(new StatusCheck(now, null, null));
                    checks.put(id, new StatusCheck(now, last.health(), last.answeredAt()));
                });
        reads.health(silentSince.keySet())
                .forEach(
                        (id, health) ->
                                checks.computeIfPresent(
                                        id,
                                        (same, check) ->
                                                new StatusCheck(
                                                        now,
                                                        health,
                                                        check.answeredAt() == null
                                                                ? now
                                                                : check.answeredAt())));
    }

    /** The checks since then; empty when EC2 was not asked. */
    public Optional<StatusCheck> last(String instanceId, Instant since) {
        return Optional.ofNullable(checks.get(instanceId))
                .filter(check -> !check.askedAt().isBefore(since));
    }
}

package io.jobarrays.server.instances.watch;

import static java.util.stream.Collectors.toMap;

import io.jobarrays.server.instances.ControlPlaneId;
import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Orphans: logs each one, terminates few of them after a delay, and all of them on request. Many
 * orphans mean that the database is a restored backup, and an orphan older than the database that
 * it is another one; their work must not be lost, so a person decides.
 */
@ApplicationScoped
public class OrphanInstances {
    static final Duration TERMINATE_AFTER = Duration.ofMinutes(15);
    static final int MAX_TERMINATED_AUTOMATICALLY = 3;

    private static final Logger LOG = Logger.getLogger(OrphanInstances.class);

    private final Ec2Calls ec2Calls;
    private final ControlPlaneId controlPlane;
    private final Clock clock;
    private volatile Map<String, OrphanInstance> orphans = Map.of();
    private volatile @Nullable Instant polledAt;

    OrphanInstances(Ec2Calls ec2Calls, ControlPlaneId controlPlane, Clock clock) {
        this.ec2Calls = ec2Calls;
        this.controlPlane = controlPlane;
        this.clock = clock;
    }

    /**
     * The orphans of the last poll, the oldest first.
     *
     * @throws Refused before the first poll
     */
    public List<OrphanInstance> list() {
        polledAt();
        return orphans.values().stream()
                .sorted(
                        Comparator.comparing(OrphanInstance::launchedAt)
                                .thenComparing(OrphanInstance::instanceId))
                .toList();
    }

    /** Number of orphans of the last poll; 0 before the first one. */
    public int count() {
        return orphans.size();
    }

    /**
     * Time of the last poll.
     *
     * @throws Refused before the first poll
     */
    public Instant polledAt() {
        Instant at = polledAt;
        if (at == null) {
            throw new Refused(
                    409,
                    "SPAWN-NOT-POLLED-YET",
                    "orphans: the control plane has not read the instances from EC2 since its"
                            + " start; try again in a few seconds");
        }
        return at;
    }

    /** When the orphan will be terminated without a request; empty when it will not. */
    public Optional<Instant> terminatedAt(OrphanInstance orphan) {
        return terminatedAt(orphan, orphans.size(), controlPlane.createdAt());
    }

    /** Terminates orphans; refuses other instances. */
    public List<OrphanResult> terminate(Collection<String> instanceIds) {
        Map<String, OrphanInstance> known = orphans;
        List<String> ids = instanceIds.stream().filter(known::containsKey).distinct().toList();
        LOG.infof("terminating the orphans %s on request", ids);
        BulkResult result = ec2Calls.terminate(ids);
        return instanceIds.stream().distinct().map(id -> result(id, known, result)).toList();
    }

    private static OrphanResult result(
            String id, Map<String, OrphanInstance> known, BulkResult result) {
        if (!known.containsKey(id)) {
            return new OrphanResult(
                    id, false, "is not an orphan; \"spawn terminate\" terminates members");
        }
        String reason = result.refused().get(id);
        return reason == null
                ? new OrphanResult(id, true, "shutting-down")
                : new OrphanResult(id, false, reason);
    }

    void update(PollResult result) {
        terminateReturned(result.returned());
        Instant now = clock.instant();
        Map<String, OrphanInstance> before = orphans;
        orphans =
                result.unrecorded().stream()
                        .map(instance -> seen(instance, before, now))
                        .collect(toMap(OrphanInstance::instanceId, Function.identity()));
        polledAt = now;
        orphans.values().stream()
                .filter(orphan -> !before.containsKey(orphan.instanceId()))
                .forEach(
                        orphan ->
                                LOG.errorf(
                                        "instance %s has the tag of this control plane but no"
                                                + " record of a launch; \"spawn orphans\" lists it",
                                        orphan.instanceId()));
        terminateDue(now);
    }

    private static OrphanInstance seen(
            Instance instance, Map<String, OrphanInstance> before, Instant now) {
        OrphanInstance earlier = before.get(instance.instanceId());
        return OrphanInstance.of(instance, earlier == null ? now : earlier.seenAt());
    }

    private void terminateDue(Instant now) {
        if (orphans.isEmpty()) {
            return;
        }
        List<String> due = due(orphans.values(), now, controlPlane.createdAt());
        if (!due.isEmpty()) {
            LOG.errorf("terminating %s, which have no record of a launch", due);
            ec2Calls.terminate(due).refused().values().forEach(LOG::error);
        }
    }

    /** They were to be terminated, or their members have other instances. */
    private void terminateReturned(List<String> ids) {
        if (!ids.isEmpty()) {
            LOG.errorf("terminating %s, which run although their records say that they ended", ids);
            ec2Calls.terminate(ids).refused().values().forEach(LOG::error);
        }
    }

    static List<String> due(
            Collection<OrphanInstance> orphans, Instant now, Instant databaseCreatedAt) {
        return orphans.stream()
                .filter(
                        orphan ->
                                terminatedAt(orphan, orphans.size(), databaseCreatedAt)
                                        .filter(at -> !now.isBefore(at))
                                        .isPresent())
                .map(OrphanInstance::instanceId)
                .sorted()
                .toList();
    }

    private static Optional<Instant> terminatedAt(
            OrphanInstance orphan, int orphans, Instant databaseCreatedAt) {
        return orphans > MAX_TERMINATED_AUTOMATICALLY
                        || databaseCreatedAt.isAfter(orphan.launchedAt())
                ? Optional.empty()
                : Optional.of(orphan.seenAt().plus(TERMINATE_AFTER));
    }
}

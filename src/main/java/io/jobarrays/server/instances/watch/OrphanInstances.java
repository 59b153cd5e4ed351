package io.jobarrays.server.instances.watch;

import io.jobarrays.server.instances.ec2.Ec2Calls;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Orphans, instances with the tag of this control plane and without a row: logs each one, and
 * terminates them after a delay unless they are many. After the restore of a backup, many instances
 * have no row, and their work must not be lost.
 */
@ApplicationScoped
class OrphanInstances {
    static final Duration TERMINATE_AFTER = Duration.ofMinutes(15);
    static final int MAX_TERMINATED_AUTOMATICALLY = 3;

    private static final Logger LOG = Logger.getLogger(OrphanInstances.class);

    private final Ec2Calls ec2Calls;
    private final Clock clock;
    private final Map<String, Instant> firstSeen = new ConcurrentHashMap<>();

    OrphanInstances(Ec2Calls ec2Calls, Clock clock) {
        this.ec2Calls = ec2Calls;
        this.clock = clock;
    }

    void update(PollResult result) {
        terminateReturned(result.returned());
        Set<String> ids =
                result.unrecorded().stream().map(Instance::instanceId).collect(Collectors.toSet());
        firstSeen.keySet().retainAll(ids);
        for (String id : ids) {
            if (firstSeen.putIfAbsent(id, clock.instant()) == null) {
                LOG.errorf(
                        "instance %s has the tag of this control plane but no record of a launch",
                        id);
            }
        }
        List<String> due = due(Map.copyOf(firstSeen), clock.instant());
        if (!due.isEmpty()) {
            LOG.errorf("terminating %s, which have no record of a launch", due);
            ec2Calls.terminate(due).refused().values().forEach(LOG::error);
        }
    }

    /** They were to be terminated, or their members have other instances. */
    private void terminateReturned(List<String> ids) {
        if (!ids.isEmpty()) {
            LOG.errorf("terminating %s, which EC2 did not know for a time and now runs", ids);
            ec2Calls.terminate(ids).refused().values().forEach(LOG::error);
        }
    }

    static List<String> due(Map<String, Instant> since, Instant now) {
        if (since.size() > MAX_TERMINATED_AUTOMATICALLY) {
            return List.of();
        }
        return since.entrySet().stream()
                .filter(e -> !now.isBefore(e.getValue().plus(TERMINATE_AFTER)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}

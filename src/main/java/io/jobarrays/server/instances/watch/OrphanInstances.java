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
import org.jboss.logging.Logger;

/**
 * Instances that carry our mark and stand in no row of ours: an alarm at once, an end after a
 * while, unless they are many. A restored backup must not kill a night's work.
 */
@ApplicationScoped
class OrphanInstances {
    static final Duration PATIENCE = Duration.ofMinutes(15);
    static final int MANY = 3;

    private static final Logger LOG = Logger.getLogger(OrphanInstances.class);

    private final Ec2Calls fleet;
    private final Clock clock;
    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    OrphanInstances(Ec2Calls fleet, Clock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    void seen(Set<String> ids) {
        since.keySet().retainAll(ids);
        for (String id : ids) {
            if (since.putIfAbsent(id, clock.instant()) == null) {
                LOG.errorf("instance %s carries our mark and no launch of ours explains it", id);
            }
        }
        List<String> due = due(Map.copyOf(since), clock.instant());
        if (!due.isEmpty()) {
            LOG.errorf("ending %s, which no launch of ours explains", due);
            fleet.terminate(due).refused().values().forEach(LOG::error);
        }
    }

    static List<String> due(Map<String, Instant> since, Instant now) {
        if (since.size() > MANY) {
            return List.of();
        }
        return since.entrySet().stream()
                .filter(e -> !now.isBefore(e.getValue().plus(PATIENCE)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}

package io.jobarrays.server.instances.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a poll of EC2 reads and writes; each method is one short transaction without calls. */
@ApplicationScoped
public class InstancePollRows {
    private final Clock clock;

    InstancePollRows(Clock clock) {
        this.clock = clock;
    }

    /** Instances that are not terminated. */
    public List<Instance> notTerminated() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Instance.list("state <> ?1", InstanceState.TERMINATED));
    }

    /**
     * Writes what EC2 said of these instances, in batched statements.
     *
     * @param described EC2's descriptions by instance id
     * @param gone ids that EC2 no longer knows
     * @return ids of the arrays whose instances changed
     */
    public Set<String> apply(
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> described,
            Collection<String> gone) {
        Set<String> ids = new HashSet<>(described.keySet());
        ids.addAll(gone);
        if (ids.isEmpty()) {
            return Set.of();
        }
        return QuarkusTransaction.requiringNew().call(() -> update(ids, described));
    }

    private Set<String> update(
            Set<String> ids,
            Map<String, software.amazon.awssdk.services.ec2.model.Instance> described) {
        Set<String> changed = new HashSet<>();
        List<Instance> rows =
                Instance.<Instance>find("instanceId in ?1 order by instanceId", ids)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .list();
        for (Instance row : rows) {
            var seen = described.get(row.instanceId);
            boolean updated =
                    seen == null
                            ? row.markMissing(clock.instant())
                            : InstanceUpdate.apply(row, seen, clock.instant());
            if (updated) {
                changed.add(row.arrayId);
            }
        }
        return changed;
    }

    /** The states of those of the instances that have a row. */
    public Map<String, InstanceState> states(Collection<String> instanceIds) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Map<String, InstanceState> states = new HashMap<>();
                            Instance.<Instance>list("instanceId in ?1", instanceIds)
                                    .forEach(row -> states.put(row.instanceId, row.state));
                            return states;
                        });
    }

    /** Whether an instance is in a transitional state, so that the next poll should be soon. */
    public boolean hasInstanceInTransition() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Instance.count(
                                                "state in ?1",
                                                List.of(
                                                        InstanceState.PENDING,
                                                        InstanceState.STOPPING,
                                                        InstanceState.SHUTTING_DOWN))
                                        > 0);
    }
}

package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.instances.ec2.BulkResult;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Backoff of one EC2 operation for the instances that it was refused for; others do not wait. Not
 * for concurrent use.
 */
final class BulkBackoff {
    private final CallBackoff backoff;
    private final Set<String> refused = new HashSet<>();

    BulkBackoff(Clock clock) {
        this.backoff = new CallBackoff(clock);
    }

    /** The instances for which the call may be made now. */
    List<String> due(Collection<String> instanceIds) {
        refused.retainAll(Set.copyOf(instanceIds));
        return backoff.isOver()
                ? List.copyOf(instanceIds)
                : instanceIds.stream().filter(id -> !refused.contains(id)).toList();
    }

    void record(BulkResult result) {
        refused.removeAll(result.done());
        if (!result.refused().isEmpty()) {
            refused.addAll(result.refused().keySet());
            backoff.failed();
        } else if (refused.isEmpty()) {
            backoff.succeeded();
        }
    }
}

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
 *
 * <p>EC2 counts the instances of a call, and refuses one for more than its bucket holds: after each
 * refusal by a request limit calls are for half as many, and twice as many after a success.
 */
final class BulkBackoff {
    private static final int MAX_INSTANCES = 1 << 20;

    private final CallBackoff backoff;
    private final Set<String> refused = new HashSet<>();
    private int most = MAX_INSTANCES;

    BulkBackoff(Clock clock) {
        this.backoff = new CallBackoff(clock);
    }

    /** The instances for which the call may be made now. */
    List<String> due(Collection<String> instanceIds) {
        refused.retainAll(Set.copyOf(instanceIds));
        return instanceIds.stream()
                .filter(id -> backoff.isOver() || !refused.contains(id))
                .limit(most)
                .toList();
    }

    void record(BulkResult result) {
        int asked = result.done().size() + result.refused().size();
        if (result.throttled()) {
            most = Math.max(1, Math.min(most, asked) / 2);
        } else if (!result.done().isEmpty()) {
            most = Math.min(MAX_INSTANCES, most * 2);
        }
        refused.removeAll(result.done());
        if (!result.refused().isEmpty()) {
            refused.addAll(result.refused().keySet());
            backoff.failed();
        } else if (refused.isEmpty()) {
            backoff.succeeded();
        }
    }
}

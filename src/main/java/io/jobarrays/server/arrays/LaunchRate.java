package io.jobarrays.server.arrays;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.snapshot.LaunchWait;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.aws.LaunchQueue;
import io.jobarrays.server.instances.launch.LaunchOrder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Estimate of the time that EC2's launch rate needs for an array submitted now. */
@ApplicationScoped
public class LaunchRate {
    private final LaunchQueue queue;

    LaunchRate(LaunchQueue queue) {
        this.queue = queue;
    }

    /** Time until the call for its last instance is permitted; zero when it does not wait. */
    public Duration untilLast(ArraySpec spec) {
        return queue.timeUntilLastCall(spec.memberCount(), perCall(spec));
    }

    /** Time that the instances of its first call wait for those of its last call. */
    public Duration betweenFirstAndLast(ArraySpec spec) {
        return untilLast(spec).minus(untilFirst(spec));
    }

    private Duration untilFirst(ArraySpec spec) {
        int firstCall = Math.min(spec.memberCount(), perCall(spec));
        return queue.timeUntilLastCall(firstCall, firstCall);
    }

    /** Number of its calls to RunInstances, when EC2 has capacity. */
    public int calls(ArraySpec spec) {
        return Math.ceilDiv(spec.memberCount(), perCall(spec));
    }

    /**
     * @throws Refusal when the queue timeout or the TTL ends before the launch rate permits the
     *     launch
     */
    public void check(ArraySpec spec) {
        int firstCall = Math.min(spec.memberCount(), perCall(spec));
        Duration first = untilFirst(spec);
        if (spec.queueTimeout() != null && first.compareTo(spec.queueTimeout()) > 0) {
            throw new Refusal(
                    ("queue-timeout: EC2's launch rate permits the first %s in about %s,"
                                    + " not within %s; %s")
                            .formatted(
                                    firstCall == 1 ? "instance" : firstCall + " instances",
                                    LaunchWait.about(first),
                                    Durations.format(spec.queueTimeout()),
                                    rate()));
        }
        Duration last = untilLast(spec);
        if (spec.ttl() != null && last.compareTo(spec.ttl()) >= 0) {
            throw new Refusal(
                    ("ttl: it ends after %s, before EC2's launch rate permits the last of %d"
                                    + " instances, in about %s; %s")
                            .formatted(
                                    Durations.format(spec.ttl()),
                                    spec.memberCount(),
                                    LaunchWait.about(last),
                                    rate()));
        }
    }

    private String rate() {
        return "it is %d instances at once, then %s a second, and other launches wait too"
                .formatted(queue.mostPerCall(), queue.instancesPerSecond());
    }

    private int perCall(ArraySpec spec) {
        int most = spec.barrier() ? LaunchOrder.MAX_COUPLED_INSTANCES : LaunchOrder.MAX_INSTANCES;
        return Math.min(most, queue.mostPerCall());
    }
}

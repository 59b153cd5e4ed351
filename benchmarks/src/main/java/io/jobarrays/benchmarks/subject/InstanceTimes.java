package io.jobarrays.benchmarks.subject;

import io.jobarrays.benchmarks.plane.CloudControlClient.InstanceEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When the instances of one run reached a state, in order.
 *
 * @param running of each instance that ran
 * @param terminated of those of them that are terminated
 */
record InstanceTimes(List<Instant> running, List<Instant> terminated) {
    private static final String RUNNING = "running";
    private static final String TERMINATED = "terminated";

    /**
     * Leaves out instances of earlier runs, which may still be shutting down.
     *
     * @param events since the beginning of the run
     */
    static InstanceTimes of(List<InstanceEvent> events) {
        Set<String> instances =
                events.stream()
                        .filter(event -> event.event().equals(RUNNING))
                        .map(InstanceEvent::instanceId)
                        .collect(Collectors.toSet());
        return new InstanceTimes(
                times(events, RUNNING, instances), times(events, TERMINATED, instances));
    }

    private static List<Instant> times(
            List<InstanceEvent> events, String state, Set<String> instances) {
        return events.stream()
                .filter(event -> event.event().equals(state))
                .filter(event -> instances.contains(event.instanceId()))
                .map(InstanceEvent::time)
                .sorted()
                .toList();
    }
}

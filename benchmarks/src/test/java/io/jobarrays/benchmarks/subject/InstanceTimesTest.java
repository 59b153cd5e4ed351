package io.jobarrays.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.benchmarks.plane.CloudControlClient.InstanceEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceTimesTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void leavesOutInstancesOfAnEarlierRun() {
        List<InstanceEvent> events =
                List.of(
                        event(1, "i-new", "pending"),
                        event(2, "i-old", "terminated"),
                        event(3, "i-new", "running"),
                        event(4, "i-other", "running"),
                        event(9, "i-new", "terminated"));

        InstanceTimes times = InstanceTimes.of(events);

        assertThat(times.running()).containsExactly(BEGIN.plusSeconds(3), BEGIN.plusSeconds(4));
        assertThat(times.terminated()).containsExactly(BEGIN.plusSeconds(9));
    }

    private static InstanceEvent event(long number, String instance, String event) {
        return new InstanceEvent(number, BEGIN.plusSeconds(number), instance, event);
    }
}

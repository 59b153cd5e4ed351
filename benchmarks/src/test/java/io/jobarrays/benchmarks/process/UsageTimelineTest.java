package io.jobarrays.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.benchmarks.process.UsageTimeline.Usage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsageTimelineTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void interpolatesBetweenTwoSamples() {
        UsageTimeline timeline = timeline();

        Usage usage = timeline.at(BEGIN.plusMillis(500));

        assertThat(usage.server()).isEqualTo(Duration.ofMillis(150));
        assertThat(usage.postgres()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void hasTheNearestSampleOutsideOfItsTime() {
        UsageTimeline timeline = timeline();

        assertThat(timeline.at(BEGIN.minusSeconds(9)).server()).isEqualTo(Duration.ofMillis(100));
        assertThat(timeline.at(BEGIN.plusSeconds(9)).server()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void knowsTheLargestMemoryAndNumberOfThreads() {
        UsageTimeline timeline = timeline();

        assertThat(timeline.maxResidentKib()).isEqualTo(5000);
        assertThat(timeline.maxThreads()).isEqualTo(30);
    }

    @Test
    void samplesThisProcessUntilItIsClosed() {
        PostgresProcesses none = new PostgresProcesses(Integer.MAX_VALUE, -1, 0);
        UsageTimeline timeline = UsageTimeline.start(ProcessHandle.current().pid(), none);

        timeline.close();

        assertThat(timeline.at(Instant.now()).server()).isPositive();
        assertThat(timeline.maxThreads()).isPositive();
    }

    private static UsageTimeline timeline() {
        UsageTimeline timeline = new UsageTimeline(1, new PostgresProcesses(1, -1, 0));
        timeline.add(BEGIN, new Usage(Duration.ofMillis(100), Duration.ofMillis(10), 5000, 20));
        timeline.add(
                BEGIN.plusSeconds(1),
                new Usage(Duration.ofMillis(200), Duration.ofMillis(30), 4000, 30));
        return timeline;
    }
}

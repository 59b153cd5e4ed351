package io.jobarrays.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
    /** A program name may contain spaces and brackets. */
    private static final String LINE =
            "4242 (a (b) c) S 1 4242 4242 0 -1 4194560 900 800 0 0 150 50 30 20 20 0 9 0 100 0 0\n";

    @Test
    void addsUserAndSystemTimeOfTheProcessAndOfItsEndedChildren() {
        ProcessStat stat = ProcessStat.parse(LINE);

        assertThat(stat.own()).isEqualTo(Duration.ofSeconds(2));
        assertThat(stat.endedChildren()).isEqualTo(Duration.ofMillis(500));
        assertThat(stat.withEndedChildren()).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void readsThisProcess() {
        assertThat(ProcessStat.of(ProcessHandle.current().pid()))
                .hasValueSatisfying(stat -> assertThat(stat.own()).isPositive());
    }

    @Test
    void isEmptyForAProcessThatHasEnded() {
        assertThat(ProcessStat.of(Integer.MAX_VALUE)).isEmpty();
    }
}

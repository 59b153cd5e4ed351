package io.jobarrays.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatusTest {
    @Test
    void readsResidentMemoryAndThreads() {
        String text = "Name:\tjava\nVmHWM:\t  400000 kB\nVmRSS:\t  300000 kB\nThreads:\t42\n";

        assertThat(ProcessStatus.parse(text)).isEqualTo(new ProcessStatus(300_000, 42));
    }

    @Test
    void isZeroForAProcessThatHasEnded() {
        assertThat(ProcessStatus.of(Integer.MAX_VALUE)).isEqualTo(new ProcessStatus(0, 0));
    }
}

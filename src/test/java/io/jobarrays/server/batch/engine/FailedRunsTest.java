package io.jobarrays.server.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedRunsTest {
    @Test
    void pausesLongerAfterEachFailure() {
        assertThat(IntStream.range(0, FailedRuns.MAX_FAILURES).mapToObj(FailedRuns::pause))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
        assertThat(FailedRuns.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }
}

package io.jobarrays.server.instances.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceWatcherTest {
    private static final Duration QUIET = Duration.ofSeconds(15);

    @ParameterizedTest
    @CsvSource({"0, 15", "1, 15", "250, 15", "251, 30", "1000, 60", "10000, 60"})
    void manyQuietInstancesArePolledMoreRarely(long instances, long seconds) {
        assertThat(InstanceWatcher.pause(Map.of(InstanceState.RUNNING, instances), QUIET))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void oneInstanceThatChangesIsPolledEachSecond() {
        assertThat(
                        InstanceWatcher.pause(
                                Map.of(InstanceState.RUNNING, 999L, InstanceState.STOPPING, 1L),
                                QUIET))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"0, 300", "75, 300", "200, 800", "5000, 2000"})
    void signalsAreOnePollForATimeThatGrowsWithTheCostOfPolls(long polling, long pause) {
        assertThat(InstanceWatcher.pauseWithSignals(Duration.ofMillis(polling)))
                .isEqualTo(Duration.ofMillis(pause));
    }
}

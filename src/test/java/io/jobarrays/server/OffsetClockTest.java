package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetClockTest {
    @Test
    void withoutAFileItIsTheSystemsClock(@TempDir Path directory) {
        OffsetClock clock = new OffsetClock(directory.resolve("clock"));

        assertThat(clock.instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.SECONDS));
    }

    @Test
    void itGoesByTheSecondsThatStandInTheFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("clock"), "86400\n");

        assertThat(new OffsetClock(file).instant())
                .isCloseTo(Instant.now().plus(Duration.ofDays(1)), within(1, ChronoUnit.SECONDS));
    }
}

package io.jobarrays.agent.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MachineClockTest {
    @Test
    void differsFromTheHostByItsOffset() {
        MachineClock clock = new MachineClock(Duration.ofHours(3));
        clock.setOffset(Duration.ofHours(-2));

        Instant before = Instant.now();
        Instant machine = clock.instant();
        Instant after = Instant.now();

        assertThat(machine.plus(Duration.ofHours(2))).isBetween(before, after);
    }
}

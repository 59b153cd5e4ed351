package io.jobarrays.server.instances.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SettableClock;
import io.jobarrays.server.instances.rows.LaunchPool;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CapacityMemoryTest {
    private static final LaunchPool POOL = new LaunchPool("c5.large", "us-east-1a", false);

    private final SettableClock clock = new SettableClock();
    private final CapacityMemory memory = new CapacityMemory(clock);

    @Test
    void remembersARefusalForThreeMinutes() {
        memory.refused(POOL);

        assertThat(memory.exhaustedUntil())
                .containsEntry(POOL, clock.instant().plus(Duration.ofMinutes(3)));
        clock.advance(Duration.ofMinutes(3));
        assertThat(memory.exhaustedUntil()).isEmpty();
    }

    @Test
    void remembersRepeatedRefusalsForTenMinutesAtMost() {
        memory.refused(POOL);
        memory.refused(POOL);
        assertThat(memory.exhaustedUntil())
                .containsEntry(POOL, clock.instant().plus(Duration.ofMinutes(6)));

        memory.refused(POOL);
        memory.refused(POOL);
        assertThat(memory.exhaustedUntil())
                .containsEntry(POOL, clock.instant().plus(Duration.ofMinutes(10)));
    }

    @Test
    void forgetsThemAfterALaunch() {
        memory.refused(POOL);

        memory.launched(POOL);

        assertThat(memory.exhaustedUntil()).isEmpty();
    }
}

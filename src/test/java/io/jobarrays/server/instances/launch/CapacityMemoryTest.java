package io.jobarrays.server.instances.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.instances.rows.LaunchPool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CapacityMemoryTest {
    private static final LaunchPool POOL = new LaunchPool("c5.large", "us-east-1a", false);

    private Instant now = Instant.parse("2026-01-13T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final CapacityMemory memory = new CapacityMemory(clock);

    @Test
    void remembersARefusalForThreeMinutes() {
        memory.refused(POOL);

        assertThat(memory.exhaustedUntil()).containsEntry(POOL, now.plus(Duration.ofMinutes(3)));
        now = now.plus(Duration.ofMinutes(3));
        assertThat(memory.exhaustedUntil()).isEmpty();
    }

    @Test
    void remembersRepeatedRefusalsForTenMinutesAtMost() {
        memory.refused(POOL);
        memory.refused(POOL);
        assertThat(memory.exhaustedUntil()).containsEntry(POOL, now.plus(Duration.ofMinutes(6)));

        memory.refused(POOL);
        memory.refused(POOL);
        assertThat(memory.exhaustedUntil()).containsEntry(POOL, now.plus(Duration.ofMinutes(10)));
    }

    @Test
    void forgetsThemAfterALaunch() {
        memory.refused(POOL);

        memory.launched(POOL);

        assertThat(memory.exhaustedUntil()).isEmpty();
    }
}

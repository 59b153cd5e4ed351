package io.jobarrays.server.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrphansTest {
    private static final Instant SEEN = Instant.parse("2026-01-13T12:00:00Z");

    @Test
    void anUnexplainedInstanceEndsAfterItsPatience() {
        Map<String, Instant> since = Map.of("i-1", SEEN);

        assertThat(Orphans.due(since, SEEN.plus(Orphans.PATIENCE).minusMillis(1))).isEmpty();
        assertThat(Orphans.due(since, SEEN.plus(Orphans.PATIENCE))).containsExactly("i-1");
    }

    @Test
    void manyAtOnceAreLeftToAPerson() {
        Map<String, Instant> since = Map.of("i-1", SEEN, "i-2", SEEN, "i-3", SEEN, "i-4", SEEN);

        assertThat(Orphans.due(since, SEEN.plus(Orphans.PATIENCE))).isEmpty();
    }
}

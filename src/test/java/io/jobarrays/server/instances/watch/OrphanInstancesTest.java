package io.jobarrays.server.instances.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrphanInstancesTest {
    private static final Instant SEEN = Instant.parse("2026-01-13T12:00:00Z");

    @Test
    void terminatesOrphanAfterItsTimeout() {
        Map<String, Instant> since = Map.of("i-1", SEEN);

        assertThat(
                        OrphanInstances.due(
                                since, SEEN.plus(OrphanInstances.TERMINATE_AFTER).minusMillis(1)))
                .isEmpty();
        assertThat(OrphanInstances.due(since, SEEN.plus(OrphanInstances.TERMINATE_AFTER)))
                .containsExactly("i-1");
    }

    @Test
    void terminatesNoneOfManyOrphans() {
        Map<String, Instant> since = Map.of("i-1", SEEN, "i-2", SEEN, "i-3", SEEN, "i-4", SEEN);

        assertThat(OrphanInstances.due(since, SEEN.plus(OrphanInstances.TERMINATE_AFTER)))
                .isEmpty();
    }
}

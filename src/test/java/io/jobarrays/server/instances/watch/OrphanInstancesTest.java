package io.jobarrays.server.instances.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which orphans are terminated without a request. */
class OrphanInstancesTest {
    private static final Instant DATABASE_CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SEEN = Instant.parse("2026-01-13T12:00:00Z");
    private static final Instant DUE = SEEN.plus(OrphanInstances.TERMINATE_AFTER);

    @Test
    void terminatesOrphanAfterItsTimeout() {
        List<OrphanInstance> one = List.of(orphan(1, SEEN));

        assertThat(OrphanInstances.due(one, DUE.minusMillis(1), DATABASE_CREATED)).isEmpty();
        assertThat(OrphanInstances.due(one, DUE, DATABASE_CREATED)).containsExactly("i-1");
    }

    @Test
    void terminatesThreeOrphansAndNoneOfFour() {
        assertThat(OrphanInstances.due(orphans(3), DUE, DATABASE_CREATED)).hasSize(3);
        assertThat(OrphanInstances.due(orphans(4), DUE, DATABASE_CREATED)).isEmpty();
    }

    @Test
    void terminatesNoOrphanThatIsOlderThanTheDatabase() {
        List<OrphanInstance> older = List.of(orphan(1, DATABASE_CREATED.minusSeconds(1)));

        assertThat(OrphanInstances.due(older, DUE, DATABASE_CREATED)).isEmpty();
    }

    private static List<OrphanInstance> orphans(int count) {
        return IntStream.range(0, count).mapToObj(i -> orphan(i, SEEN)).toList();
    }

    private static OrphanInstance orphan(int number, Instant launchedAt) {
        return new OrphanInstance(
                "i-" + number,
                "t3.micro",
                "us-east-1a",
                InstanceState.RUNNING,
                launchedAt,
                null,
                SEEN);
    }
}

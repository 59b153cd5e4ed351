package io.jobarrays.server.arrays.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.plan.ArrayFixture;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IndexProgressTest {
    private static final Instant CREATED = ArrayFixture.NOW.minusSeconds(30);
    private static final BigDecimal COST = new BigDecimal("1.25");

    @Test
    void countsEachIndexInOneState() {
        IndexProgress progress =
                progress(
                        ArrayFixture.of("command", "true")
                                .planned()
                                .deferred()
                                .enrolled()
                                .held()
                                .enrolled()
                                .workNotSent()
                                .enrolled()
                                .ended("EXIT_0")
                                .ended("EXIT_7")
                                .failedToLaunch("Unsupported")
                                .ended("ENDED_BY_POLICY")
                                .snapshot());

        assertThat(progress.waiting()).isEqualTo(3);
        assertThat(progress.starting()).isEqualTo(1);
        assertThat(progress.running()).isEqualTo(1);
        assertThat(progress.succeeded()).isEqualTo(1);
        assertThat(progress.failed()).isEqualTo(2);
        assertThat(progress.endedByPolicy()).isEqualTo(1);
    }

    @Test
    void tellsTimesAndCost() {
        IndexProgress open =
                progress(ArrayFixture.of("command", "true").enrolled().ended("EXIT_0").snapshot());
        IndexProgress ended = progress(ArrayFixture.of("command", "x").ended("EXIT_0").snapshot());

        assertThat(open.startedAt()).isEqualTo(CREATED);
        assertThat(open.endedAt()).isNull();
        assertThat(open.costUsd()).isEqualTo(COST);
        assertThat(ended.endedAt()).isEqualTo(ArrayFixture.NOW.minusSeconds(2));
    }

    @Test
    void estimatesFromIndexesWhoseWorkHasEnded() {
        ArrayFixture array = ArrayFixture.of("command", "true").planned().planned();

        assertThat(progress(array.snapshot()).remainingSeconds()).isNull();
        assertThat(progress(array.failedToLaunch("Unsupported").snapshot()).remainingSeconds())
                .isNull();
        assertThat(progress(array.ended("EXIT_0").snapshot()).remainingSeconds()).isEqualTo(16);
    }

    @Test
    void estimatesWithAsManyIndexesAsMayRunAtOneTime() {
        ArrayFixture array =
                ArrayFixture.of("command", "true", "count", "3", "max-concurrent", "2")
                        .ended("EXIT_0")
                        .planned()
                        .planned();

        assertThat(progress(array.snapshot()).remainingSeconds()).isEqualTo(8);
    }

    private static IndexProgress progress(ArraySnapshot array) {
        return IndexProgress.of(array, CREATED, COST, ArrayFixture.NOW);
    }
}

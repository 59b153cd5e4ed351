package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanPausesTest {
    @ParameterizedTest
    @CsvSource({"0, 10", "2, 10", "20, 80", "5000, 1000"})
    void eventsOfAPauseAreOnePlan(long planning, long pause) {
        assertThat(PlanPauses.whileEventsCome(Duration.ofMillis(planning)))
                .isEqualTo(Duration.ofMillis(pause));
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 1000", "4, 4000", "100, 10000"})
    void plansOfALargeQuietArrayAreRare(long planning, long pause) {
        assertThat(PlanPauses.withoutEvents(Duration.ofMillis(planning)))
                .isEqualTo(Duration.ofMillis(pause));
    }
}

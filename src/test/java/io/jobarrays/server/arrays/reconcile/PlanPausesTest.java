package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcileRestTest {
    @ParameterizedTest
    @CsvSource({"0, 10", "2, 10", "20, 80", "5000, 1000"})
    void plansRestInProportionWithinTheirLimits(long planning, long rest) {
        assertThat(ArrayReconciler.rest(Duration.ofMillis(planning)))
                .isEqualTo(Duration.ofMillis(rest));
    }
}

package io.jobarrays.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentileIsTheSmallestValueThatSoManyDoNotExceed() {
        Latencies hundred =
                new Latencies(IntStream.rangeClosed(1, 100).mapToObj(i -> 101.0 - i).toList());

        assertThat(hundred.percentile(50)).isEqualTo(50);
        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.percentile(100)).isEqualTo(100);
        assertThat(new Latencies(List.of(7.0)).percentile(99)).isEqualTo(7);
    }

    @Test
    void refusesAHandOverThatEndsBeforeItBegins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Latencies(List.of(4.0, -3.0)))
                .withMessage("a hand-over ended 3 ms before it began");
        assertThatIllegalArgumentException().isThrownBy(() -> new Latencies(List.of()));
    }
}

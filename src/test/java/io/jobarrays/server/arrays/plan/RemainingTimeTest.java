package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemainingTimeTest {
    @Test
    void isUnknownBeforeAnIndexHasEnded() {
        assertThat(RemainingTime.of(List.of(), seconds(5, 5), 10, 2)).isEmpty();
    }

    @Test
    void sharesTheWorkAmongTheIndexesThatRunAtOneTime() {
        Optional<Duration> left = RemainingTime.of(seconds(60), seconds(30, 30), 8, 2);

        assertThat(left).contains(Duration.ofSeconds((30 + 30 + 8 * 60) / 2));
    }

    @Test
    void takesTheMedianOfTheEndedIndexes() {
        assertThat(RemainingTime.of(seconds(10, 1000, 20), List.of(), 1, 1))
                .contains(Duration.ofSeconds(20));
        assertThat(RemainingTime.of(seconds(10, 30, 1000, 20), List.of(), 1, 1))
                .contains(Duration.ofSeconds(25));
    }

    @Test
    void isAtLeastTheLongestIndexThatIsLeft() {
        assertThat(RemainingTime.of(seconds(100), seconds(90, 10), 0, 2))
                .contains(Duration.ofSeconds(90));
    }

    @Test
    void countsIndexesThatRunLongerThanTheMedianAsAboutToEnd() {
        assertThat(RemainingTime.of(seconds(10), seconds(50), 1, 1))
                .contains(Duration.ofSeconds(10));
        assertThat(RemainingTime.of(seconds(10), seconds(50), 0, 1)).isEmpty();
    }

    @Test
    void countsWithOneMachineWhileThereIsNone() {
        assertThat(RemainingTime.of(seconds(10), List.of(), 3, 0)).contains(Duration.ofSeconds(30));
    }

    private static List<Duration> seconds(int... each) {
        return Arrays.stream(each).mapToObj(Duration::ofSeconds).toList();
    }
}

package io.jobarrays.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkOptionsTest {
    private static final Path ROOT = Path.of(".");

    @Test
    void runsThreeSizesFiveTimesByDefault() {
        BenchmarkOptions options = BenchmarkOptions.parse(ROOT);

        assertThat(options)
                .isEqualTo(
                        new BenchmarkOptions(
                                List.of(10, 100, 1000), 5, Duration.ofMinutes(10), 1, false, ROOT));
    }

    @Test
    void readsEveryOptionAndSortsSizes() {
        BenchmarkOptions options =
                BenchmarkOptions.parse(
                        ROOT,
                        "--sizes",
                        "100,10",
                        "--runs",
                        "1",
                        "--limit-minutes",
                        "2",
                        "--limit-factor",
                        "10",
                        "--record");

        assertThat(options)
                .isEqualTo(
                        new BenchmarkOptions(
                                List.of(10, 100), 1, Duration.ofMinutes(2), 10, true, ROOT));
        assertThat(options.largestSize()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --sizes 0 | --sizes: 0 is not between 1 and 10000
                    --sizes 20000 | --sizes: 20000 is not between 1 and 10000
                    --sizes ten | --sizes: "ten" is not a number
                    --runs 0 | --runs: 0 is not between 1 and 100
                    --runs | --runs needs a value
                    --fast | there is no option --fast
                    """)
    void refusesOtherOptionsWithASentence(String arguments, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.parse(ROOT, arguments.split(" ", -1)))
                .withMessageStartingWith(sentence);
    }
}

package io.jobarrays.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineOptionsTest {
    private static final Path ROOT = Path.of(".");

    @Test
    void runsFiveTimesWithAMinuteOfThroughputByDefault() {
        assertThat(PipelineOptions.parse(ROOT))
                .isEqualTo(new PipelineOptions(5, Duration.ofSeconds(60), 100, true, ROOT));
    }

    @Test
    void readsEveryOption() {
        PipelineOptions options =
                PipelineOptions.parse(
                        ROOT,
                        "--runs",
                        "2",
                        "--seconds",
                        "10",
                        "--limit-factor",
                        "20",
                        "--no-slurm");

        assertThat(options)
                .isEqualTo(new PipelineOptions(2, Duration.ofSeconds(10), 20, false, ROOT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --runs 0 | --runs: 0 is not between 1 and 100
                    --seconds x | --seconds: "x" is not a number
                    --seconds | --seconds needs a value
                    --slurm | there is no option --slurm
                    """)
    void refusesOtherOptionsWithASentence(String arguments, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PipelineOptions.parse(ROOT, arguments.split(" ", -1)))
                .withMessageStartingWith(sentence);
    }
}

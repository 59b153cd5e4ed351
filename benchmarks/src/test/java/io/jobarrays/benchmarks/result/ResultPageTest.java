package io.jobarrays.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jobarrays.benchmarks.plane.CallTally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultPageTest {
    private static final String PAGE =
            """
            # Performance

            <!-- begin of the output of benchmarks/run -->
            old
            <!-- end of the output of benchmarks/run -->

            ## Agent
            """;

    @Test
    void replacesTheSectionBetweenTheMarksAgainAndAgain() {
        String once = ResultPage.replace(PAGE, "first\n");

        String twice = ResultPage.replace(once, "second\n");

        assertThat(twice)
                .isEqualTo(
                        """
                        # Performance

                        <!-- begin of the output of benchmarks/run -->

                        second

                        <!-- end of the output of benchmarks/run -->

                        ## Agent
                        """);
    }

    @Test
    void refusesAPageWithoutMarks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultPage.replace("# Performance\n", "text"));
    }

    @Test
    void showsSpreadCallsAndStoppedRuns() {
        BenchmarkResult result =
                new BenchmarkResult(
                        List.of(
                                new RunSeries(10, List.of(run(3), run(1), run(2))),
                                new RunSeries(1000, List.of(stoppedRun()))),
                        List.of(),
                        List.of());

        String section = ResultPage.section(result, "1 run", "plot.svg");

        assertThat(section)
                .contains("|  | N = 10 | N = 1,000 |")
                .contains("| peers published, s | 1.00 · 2.00 · 3.00 | – |")
                .contains("| `ec2:RunInstances` | 1 | 0 |")
                .contains("| throttled | 1 · 2 · 3 | 0 |")
                .contains("- N = 1,000: 400 of 1000 launched")
                .contains("(plot.svg)")
                .doesNotContain("all agents enrolled");
    }

    private static Measurement run(int seconds) {
        return new Measurement.Builder()
                .seconds(Metric.PEERS_PUBLISHED, Duration.ofSeconds(seconds))
                .calls(new CallTally(Map.of("ec2:RunInstances", 1L), seconds))
                .build();
    }

    private static Measurement stoppedRun() {
        return new Measurement.Builder().stopped("400 of 1000 launched").build();
    }
}

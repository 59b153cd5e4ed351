package io.jobarrays.server.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.view.IndexProgress;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.StageView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutionTextTest {
    private static final ExecutionView FAILED =
            new ExecutionView(
                    3,
                    "preprocess-training",
                    1,
                    ExecutionState.FAILED,
                    "FAILED_1_OF_10",
                    1,
                    "stage preprocess: index 3 of 10 ended with EXIT_7",
                    Map.of("input", "a\nb"),
                    List.of(),
                    ViewSamples.NOW.minusSeconds(75),
                    ViewSamples.NOW,
                    BigDecimal.ZERO,
                    List.of(
                            new StageView(
                                    "preprocess",
                                    "FAILED",
                                    "FAILED_1_OF_10",
                                    "preprocess-20260113-abc123",
                                    10,
                                    "0-9",
                                    Map.of("ended", 10),
                                    IndexProgress.planned(10),
                                    "3",
                                    "[3] EXIT_7",
                                    "[3] collect: the work made no file that matches x"),
                            new StageView(
                                    "training",
                                    "PLANNED",
                                    null,
                                    null,
                                    5,
                                    "0-4",
                                    Map.of(),
                                    IndexProgress.planned(5),
                                    null,
                                    null,
                                    null)),
                    List.of());

    private static final ExecutionView IN_PROGRESS =
            new ExecutionView(
                    4,
                    "sweep",
                    12,
                    ExecutionState.STARTED,
                    null,
                    null,
                    null,
                    Map.of(),
                    List.of(),
                    Instant.parse("2026-01-13T09:59:30Z"),
                    null,
                    BigDecimal.ZERO,
                    List.of(),
                    List.of());

    @Test
    void printsFailedIndexesAndReasonsOfStages() {
        assertThat(ExecutionText.of(FAILED)).isEqualTo(GoldenTexts.text("execution.txt"));
    }

    @Test
    void printsDurationsInTheList() {
        assertThat(ExecutionsText.of(List.of(IN_PROGRESS, FAILED), ViewSamples.NOW))
                .isEqualTo(GoldenTexts.text("executions.txt"));
    }

    @Test
    void namesFailedIndexesBesideReasonOfOtherIndexes() {
        StageView mixed =
                new StageView(
                        "train",
                        "FAILED",
                        "FAILED_2_OF_2",
                        "train-1",
                        2,
                        "0-1",
                        Map.of(),
                        IndexProgress.planned(2),
                        "0-1",
                        "[0] EXIT_7",
                        null);
        StageView several =
                new StageView(
                        "test",
                        "FAILED",
                        "FAILED_2_OF_2",
                        "test-1",
                        2,
                        "0-1",
                        Map.of(),
                        IndexProgress.planned(2),
                        "0-1",
                        "[0-1] EXIT_7",
                        null);

        String text = ExecutionsText.of(List.of(withStages(mixed, several)), ViewSamples.NOW);

        assertThat(text).contains("train [0-1]: [0] EXIT_7; test: [0-1] EXIT_7");
    }

    private static ExecutionView withStages(StageView... stages) {
        return new ExecutionView(
                5,
                "sweep",
                1,
                ExecutionState.FAILED,
                null,
                1,
                null,
                Map.of(),
                List.of(),
                ViewSamples.NOW,
                ViewSamples.NOW,
                BigDecimal.ZERO,
                List.of(stages),
                List.of());
    }

    @Test
    void printsThatThereAreNoExecutions() {
        assertThat(ExecutionsText.of(List.of(), ViewSamples.NOW)).isEqualTo("No executions.\n");
    }
}

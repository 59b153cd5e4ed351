package io.jobarrays.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.base.TerminalSize;
import io.jobarrays.cli.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTableTest {
    private static final Instant AS_OF = Instant.parse("2026-01-13T10:03:00Z");
    private static final String RUNNING =
            stage(
                    "training",
                    "STARTED",
                    "\"3\"",
                    "\"waiting\":2,\"running\":2,\"succeeded\":4,\"failed\":1,"
                            + "\"started_at\":\"2026-01-13T10:01:00Z\",\"remaining_seconds\":62,"
                            + "\"cost_usd\":0.07");
    private static final String DONE =
            stage(
                    "preprocess",
                    "COMPLETED",
                    "null",
                    "\"succeeded\":3,\"started_at\":\"2026-01-13T10:00:00Z\","
                            + "\"ended_at\":\"2026-01-13T10:00:55Z\",\"cost_usd\":0.01");
    private static final String PLANNED = stage("report", "PLANNED", "null", "\"waiting\":1");

    @Test
    void hasALineForEachStage() {
        assertThat(lines(new TerminalSize(80, 24), DONE, RUNNING, PLANNED))
                .containsExactly(
                        "Execution 3: chain version 2, STARTED, 3m2s, 0.08 USD",
                        "STAGE       INDEXES     DONE  LEFT  TIME  FAILED  USD",
                        "preprocess  ###         3/3   -     55s   -       0.01",
                        "training    ####!==..   5/9   1m    2m2s  [3]     0.07",
                        "report      .           0/1   -     -     -       0",
                        "training: [3] EXIT_7",
                        "# succeeded  ! failed  = running  - starting  . waiting");
    }

    @Test
    void sumsUpStagesThatDoNotFit() {
        List<String> stages = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            stages.add(stage("done-" + i, "COMPLETED", "null", "\"succeeded\":3"));
        }
        stages.add(RUNNING);
        stages.add(PLANNED);

        List<String> lines = lines(new TerminalSize(80, 9), stages.toArray(String[]::new));

        assertThat(lines).hasSize(8);
        assertThat(lines.get(2)).startsWith("training");
        assertThat(lines.get(3)).startsWith("report");
        assertThat(lines.get(4)).startsWith("done-0");
        assertThat(lines.get(5)).isEqualTo("11 more stages: 11 completed; 33/33 indexes");
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60", "40, 10", "24, 5", "12, 3", "10, 2", "1, 1"})
    void fitsTheTerminal(int columns, int rows) {
        String[] stages = new String[40];
        for (int i = 0; i < stages.length; i++) {
            stages[i] =
                    stage(
                            "a-stage-with-a-long-name-" + i,
                            "STARTED",
                            "\"1,3,5,7,9,11,13,15,17,19,21,23\"",
                            "\"waiting\":4000,\"failed\":12,\"running\":700,"
                                    + "\"started_at\":\"2026-01-01T00:00:00Z\","
                                    + "\"remaining_seconds\":99999,\"cost_usd\":12345.67");
        }

        List<String> lines = lines(new TerminalSize(columns, rows), stages);

        assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(1, rows - 1));
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(Math.max(columns, 2)));
    }

    @Test
    void textsOfEventsDoNotMoveTheCursor() {
        ProgressTable table =
                new ProgressTable(view(PLANNED), AS_OF, Duration.ZERO, "a\033[2Jb\nc", false);

        assertThat(table.lines(TerminalSize.DEFAULT)).contains("a [2Jb c");
    }

    private static List<String> lines(TerminalSize size, String... stages) {
        return new ProgressTable(
                        view(stages), AS_OF, Duration.ofSeconds(2), "training: [3] EXIT_7", false)
                .lines(size);
    }

    private static JsonValue view(String... stages) {
        return JsonValue.parse(
                """
                {"id":3,"definition":"chain","version":2,"state":"STARTED","cost_usd":0.08,
                "created_at":"2026-01-13T10:00:00Z","stages":[%s]}
                """
                        .formatted(String.join(",", stages)));
    }

    private static String stage(String id, String state, String failed, String progress) {
        return "{\"id\":\"%s\",\"state\":\"%s\",\"failed\":%s,\"progress\":{%s}}"
                .formatted(id, state, failed, progress);
    }
}

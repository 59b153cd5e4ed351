package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the alerts of {@code kubernetes/monitoring/} and runs their unit tests. */
class AlertRulesTest {
    private static final String TESTS = "alerts-test.yaml";

    @Test
    void alertsFireWhenTheyShould(@TempDir Path directory) throws Exception {
        RequiredTools.require("promtool");
        MonitoringFiles.writeRules(directory);
        Files.copy(MonitoringFiles.DIRECTORY.resolve(TESTS), directory.resolve(TESTS));

        promtool("check", "rules", directory.resolve(MonitoringFiles.RULES).toString());
        promtool("test", "rules", directory.resolve(TESTS).toString());
    }

    @Test
    void eachAlertHasATest() throws Exception {
        String tests = Files.readString(MonitoringFiles.DIRECTORY.resolve(TESTS));

        List<String> alerts =
                Files.readAllLines(MonitoringFiles.DIRECTORY.resolve("alerts.yaml")).stream()
                        .filter(line -> line.contains("- alert: "))
                        .map(line -> line.replace("- alert: ", "").strip())
                        .toList();

        assertThat(alerts)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(
                        alert ->
                                assertThat(tests)
                                        .contains(
                                                "alertname: %s\n        exp_alerts"
                                                        .formatted(alert)));
    }

    private static void promtool(String... arguments) {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        ProgramRun run = ProgramRun.of(command, Map.of(), Duration.ofMinutes(1));
        assertThat(run.exit()).as(run.toString()).isZero();
    }
}

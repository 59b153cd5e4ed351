package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the dashboard of {@code kubernetes/monitoring/} with the reference of metrics. */
class DashboardTest {
    private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(spawn_[a-z0-9_]+)`");

    @Test
    void showsEveryMetricOfTheControlPlane() throws Exception {
        String page = Files.readString(TestControlPlane.ROOT.resolve("docs/reference/metrics.md"));
        List<String> metrics =
                METRIC.matcher(page).results().map((MatchResult found) -> found.group(1)).toList();

        String queries = String.join("\n", MonitoringFiles.queries().values());

        assertThat(metrics)
                .hasSizeGreaterThan(40)
                .allSatisfy(metric -> assertThat(queries).contains(metric));
    }
}

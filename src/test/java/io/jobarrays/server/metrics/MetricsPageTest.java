package io.jobarrays.server.metrics;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.aws.AwsMeters;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares {@code docs/reference/metrics.md} with the metrics of the server, in both directions.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MetricsPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("project.root", ".."), "docs/reference/metrics.md");

    /** | `name` | type | `label` `label` | meaning |. */
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z0-9_]+)` \\| (\\w+) \\|([^|]*)\\|.*", Pattern.MULTILINE);

    private static final Pattern GROUP = Pattern.compile("^\\| `([a-z]+_)\\*` ", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("`(\\w+)`");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$");
    private static final Pattern SERIES_LABEL = Pattern.compile("[{,](\\w+)=\"");

    /** Of the format, not of the metric. */
    private static final Set<String> FORMAT_LABELS = Set.of("le", "quantile");

    @Inject AwsMeters aws;

    @Test
    void pageHasAllMetricsWithTypeAndLabels() throws IOException {
        await().atMost(Duration.ofMinutes(1)).until(() -> aws.calls("DescribeInstances") > 0);
        String page = Files.readString(PAGE);
        Set<String> groups = new TreeSet<>();
        GROUP.matcher(page).results().forEach(group -> groups.add(group.group(1)));

        Map<String, String> served = served();
        served.keySet().removeIf(name -> groups.stream().anyMatch(name::startsWith));

        assertThat(groups).isNotEmpty();
        assertThat(served).isEqualTo(documented(page));
    }

    private static String scrape() {
        return authorized()
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static Map<String, String> documented(String page) {
        Map<String, String> metrics = new TreeMap<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            Set<String> labels = new TreeSet<>();
            LABEL.matcher(row.group(3)).results().forEach(label -> labels.add(label.group(1)));
            metrics.put(row.group(1), row.group(2) + " " + labels);
        }
        return metrics;
    }

    /** Type and labels of each metric; the largest value of a histogram belongs to it. */
    private static Map<String, String> served() {
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        String metric = "";
        for (String line : scrape().lines().toList()) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) {
                metric = type.group(1);
                types.put(metric, type.group(2));
            } else if (!line.startsWith("#")) {
                Set<String> known = labels.computeIfAbsent(metric, name -> new TreeSet<>());
                SERIES_LABEL.matcher(line).results().forEach(label -> known.add(label.group(1)));
                known.removeAll(FORMAT_LABELS);
            }
        }
        types.keySet()
                .removeIf(
                        name ->
                                types.containsKey(name.replaceFirst("_max$", ""))
                                        && name.endsWith("_max"));
        Map<String, String> served = new TreeMap<>();
        types.forEach(
                (name, type) -> served.put(name, type + " " + labels.getOrDefault(name, Set.of())));
        return served;
    }
}

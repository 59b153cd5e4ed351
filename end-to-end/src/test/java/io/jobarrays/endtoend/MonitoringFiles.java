package io.jobarrays.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Dashboard and alerts in {@code kubernetes/monitoring/}. */
final class MonitoringFiles {
    static final Path DIRECTORY = TestControlPlane.ROOT.resolve("kubernetes/monitoring");
    static final String RULES = "rules.yaml";

    private MonitoringFiles() {}

    /** Writes the rules as Prometheus reads them: what the operator's resource has as spec. */
    static void writeRules(Path directory) throws IOException {
        List<String> lines = Files.readAllLines(DIRECTORY.resolve("alerts.yaml"));
        Files.writeString(
                directory.resolve(RULES),
                lines.subList(lines.indexOf("spec:") + 1, lines.size()).stream()
                        .map(line -> line.substring(Math.min(2, line.length())))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /** Queries of the dashboard over some minutes, by panel and number. */
    static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        JsonNode dashboard =
                new ObjectMapper().readTree(DIRECTORY.resolve("dashboard.json").toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.put(
                        panel.path("title").asText() + " " + target.path("refId").asText(),
                        target.path("expr").asText().replace("$__rate_interval", "5m"));
            }
        }
        return queries;
    }
}

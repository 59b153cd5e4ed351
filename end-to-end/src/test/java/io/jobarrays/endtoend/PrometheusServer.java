package io.jobarrays.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prometheus on a loopback port that scrapes a control plane each second. */
final class PrometheusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration END_TIMEOUT = Duration.ofSeconds(30);

    private static final String CONFIG =
            """
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files: [%s]
            scrape_configs:
              - job_name: spawn
                metrics_path: /q/metrics
                authorization: {credentials_file: %s}
                static_configs: [{targets: ['%s']}]
            """;

    private final ProgramRun.Going program;
    private final int port;

    private PrometheusServer(ProgramRun.Going program, int port) {
        this.program = program;
        this.port = port;
    }

    /**
     * @param directory for its data
     */
    static PrometheusServer scraping(TestControlPlane plane, Path directory) throws IOException {
        MonitoringFiles.writeRules(directory);
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(
                config,
                CONFIG.formatted(
                        directory.resolve(MonitoringFiles.RULES),
                        plane.state().resolve("token"),
                        URI.create(plane.api().url()).getAuthority()));
        int port = freePort();
        return new PrometheusServer(
                ProgramRun.begin(
                        List.of(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + directory.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--log.level=warn"),
                        Map.of()),
                port);
    }

    /** Values of an instant query, without those that are no number. */
    List<Double> query(String expression) throws IOException, InterruptedException {
        List<Double> values = new ArrayList<>();
        JsonNode answer = get("query?query=" + URLEncoder.encode(expression, UTF_8));
        for (JsonNode series : answer.path("data").path("result")) {
            double value = Double.parseDouble(series.path("value").get(1).asText());
            if (!Double.isNaN(value)) {
                values.add(value);
            }
        }
        return values;
    }

    /** Name and state of each alert: {@code SpawnDown inactive}. */
    List<String> alerts() throws IOException, InterruptedException {
        List<String> alerts = new ArrayList<>();
        for (JsonNode group : get("rules").path("data").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                alerts.add(rule.path("name").asText() + " " + rule.path("state").asText());
            }
        }
        return alerts;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:%d/api/v1/%s".formatted(port, path));
        JsonNode answer =
                JSON.readTree(
                        HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                                .body());
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError("%s: %s".formatted(address, answer));
        }
        return answer;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        program.process().destroy();
        program.end(END_TIMEOUT);
    }
}

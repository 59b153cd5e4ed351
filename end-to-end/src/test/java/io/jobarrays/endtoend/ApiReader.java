package io.jobarrays.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Calls the REST API where a process of {@code spawn} per call is slow, as for polled conditions.
 */
record ApiReader(Path state) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param path below {@code /api/v1}
     */
    JsonNode json(String path) {
        HttpResponse<String> answer = get(path, "application/json");
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET %s: %s".formatted(path, answer.body()));
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if there is no such text yet. */
    Optional<String> text(String path) {
        HttpResponse<String> answer = get(path, "text/plain");
        return Optional.of(answer.body()).filter(body -> answer.statusCode() == 200);
    }

    /** Metrics in Prometheus' text format. */
    String metrics() {
        HttpResponse<String> answer = call("/q/metrics", "text/plain");
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET /q/metrics: " + answer.body());
        }
        return answer.body();
    }

    HttpResponse<String> get(String path, String type) {
        return call("/api/v1" + path, type);
    }

    private HttpResponse<String> call(String path, String type) {
        return call(path, type, HttpRequest.Builder::GET);
    }

    private HttpResponse<String> call(
            String path, String type, UnaryOperator<HttpRequest.Builder> method) {
        try {
            String token = Files.readString(state.resolve("token")).strip();
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url() + path))
                            .header("Authorization", "Bearer " + token)
                            .header("Accept", type)
                            .timeout(Duration.ofMinutes(1));
            return HTTP.send(method.apply(request).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Submits job XML; returns the id of the execution. */
    String submit(String xml, Map<String, String> parameters) {
        StringBuilder path = new StringBuilder("/api/v1/executions?");
        parameters.forEach((name, value) -> path.append("param.%s=%s&".formatted(name, value)));
        HttpResponse<String> answer =
                call(
                        path.toString(),
                        "application/json",
                        request ->
                                request.header("Content-Type", "application/xml")
                                        .POST(HttpRequest.BodyPublishers.ofString(xml)));
        if (answer.statusCode() != 201) {
            throw new AssertionError("POST %s: %s".formatted(path, answer.body()));
        }
        try {
            return JSON.readTree(answer.body()).path("id").asText();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() throws IOException {
        return JSON.readTree(state.resolve("server.json").toFile()).path("url").asText();
    }
}

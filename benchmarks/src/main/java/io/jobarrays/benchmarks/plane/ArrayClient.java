package io.jobarrays.benchmarks.plane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Client of the control plane's REST API. */
public final class ArrayClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

    private final String url;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    ArrayClient(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /**
     * Submits an array.
     *
     * @param flags of {@code POST /arrays}
     * @return its id
     * @throws IOException when the control plane refuses it or does not answer
     */
    public String launch(Map<String, Object> flags) throws IOException, InterruptedException {
        return post("/arrays", flags).path("id").asText();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private JsonNode post(String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .timeout(ANSWER_TIMEOUT)
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "POST %s: %d %s".formatted(path, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }
}

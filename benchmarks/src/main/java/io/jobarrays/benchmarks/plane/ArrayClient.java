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
import java.nio.charset.StandardCharsets;
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

    /**
     * Submits job XML.
     *
     * @return the number of its execution
     * @throws IOException when the control plane refuses it or does not answer
     */
    public long submit(String jobXml) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request("/executions")
                        .header("Content-Type", "application/xml")
                        .POST(BodyPublishers.ofString(jobXml));
        return JSON.readTree(send(request)).path("id").asLong();
    }

    /** Asks for the end of an execution. */
    public void stop(long execution) throws IOException, InterruptedException {
        send(request("/executions/" + execution + "/stop").POST(BodyPublishers.noBody()));
    }

    /** The log of one index as the records that its agent wrote. */
    public byte[] logRecords(String array, int index) throws IOException, InterruptedException {
        return send(request("/arrays/%s/logs/%d?format=records".formatted(array, index)).GET());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private JsonNode post(String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return JSON.readTree(send(request));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .timeout(ANSWER_TIMEOUT);
    }

    private byte[] send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "%s %s: %d %s"
                            .formatted(
                                    request.method(),
                                    request.uri().getPath(),
                                    answer.statusCode(),
                                    new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return answer.body();
    }
}

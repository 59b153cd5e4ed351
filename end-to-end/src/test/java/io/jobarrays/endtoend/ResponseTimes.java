package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Response times of a control plane for sequential requests on one connection. */
final class ResponseTimes {
    private ResponseTimes() {}

    static Duration median(TestControlPlane plane, int questions)
            throws IOException, InterruptedException {
        String url = plane.stateFile("server.json").path("url").asText() + "/api/v1/arrays";
        String token = Files.readString(plane.state().resolve("token")).strip();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "application/json")
                        .build();
        List<Duration> times = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < questions; i++) {
                long began = System.nanoTime();
                HttpResponse<String> answer =
                        client.send(request, HttpResponse.BodyHandlers.ofString());
                times.add(Duration.ofNanos(System.nanoTime() - began));
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        }
        times.sort(null);
        return times.get(questions / 2);
    }
}

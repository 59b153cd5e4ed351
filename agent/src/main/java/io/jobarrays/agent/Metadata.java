package io.jobarrays.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The instance metadata service, version 2. */
final class Metadata {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String IDENTITY = "/latest/dynamic/instance-identity/";

    private final HttpClient http;
    private final URI service;

    Metadata(HttpClient http, URI service) {
        this.http = http;
        this.service = service;
    }

    /** To the byte: its signature is over these. */
    String identityDocument() throws IOException, InterruptedException {
        return get(IDENTITY + "document");
    }

    /** Base64, on one line. */
    String identitySignature() throws IOException, InterruptedException {
        return get(IDENTITY + "signature").replaceAll("\\s", "");
    }

    /** What the service holds at {@code path}. */
    String get(String path) throws IOException, InterruptedException {
        HttpRequest session =
                HttpRequest.newBuilder(service.resolve("/latest/api/token"))
                        .timeout(PATIENCE)
                        .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
                        .PUT(BodyPublishers.noBody())
                        .build();
        HttpRequest request =
                HttpRequest.newBuilder(service.resolve(path))
                        .timeout(PATIENCE)
                        .header("X-aws-ec2-metadata-token", send(session))
                        .build();
        return send(request);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "the metadata service answers %d to %s"
                            .formatted(answer.statusCode(), request.uri()));
        }
        return answer.body();
    }
}

package io.jobarrays.agent.host;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The instance metadata service, version 2. */
public final class MetadataClient {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final String IDENTITY_PATH = "/latest/dynamic/instance-identity/";

    private final HttpClient http;
    private final URI service;
    private volatile @Nullable String sessionToken;

    public MetadataClient(HttpClient http, URI service) {
        this.http = http;
        this.service = service;
    }

    /** To the byte: its signature is over these. */
    public String identityDocument() throws IOException, InterruptedException {
        return get(IDENTITY_PATH + "document");
    }

    /** Base64, on one line. */
    public String identitySignature() throws IOException, InterruptedException {
        return get(IDENTITY_PATH + "signature").replaceAll("\\s", "");
    }

    /** Whether EC2 may take this machine back. */
    public boolean isSpotInstance() throws IOException, InterruptedException {
        return find("/latest/meta-data/instance-life-cycle")
                .filter(word -> word.strip().equals("spot"))
                .isPresent();
    }

    /** JSON with {@code action} and {@code time}, once EC2 takes this machine back. */
    public Optional<String> spotInstanceAction() throws IOException, InterruptedException {
        return find("/latest/meta-data/spot/instance-action");
    }

    /** What the service holds at {@code path}. */
    public String get(String path) throws IOException, InterruptedException {
        return find(path).orElseThrow(() -> new IOException("the metadata service has no " + path));
    }

    private Optional<String> find(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = sendGet(path);
        if (answer.statusCode() == 401) {
            sessionToken = null;
            answer = sendGet(path);
        }
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(answer.body());
            case 404 -> Optional.empty();
            default -> throw unexpectedStatus(path, answer.statusCode());
        };
    }

    private HttpResponse<String> sendGet(String path) throws IOException, InterruptedException {
        return send(request(path).header("X-aws-ec2-metadata-token", sessionToken()).build());
    }

    private String sessionToken() throws IOException, InterruptedException {
        String known = sessionToken;
        if (known != null) {
            return known;
        }
        HttpResponse<String> answer =
                send(
                        request("/latest/api/token")
                                .header("X-aws-ec2-metadata-token-ttl-seconds", "21600")
                                .PUT(BodyPublishers.noBody())
                                .build());
        if (answer.statusCode() != 200) {
            throw unexpectedStatus("/latest/api/token", answer.statusCode());
        }
        sessionToken = answer.body();
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path)).timeout(REQUEST_TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private static IOException unexpectedStatus(String path, int status) {
        return new IOException("the metadata service answers %d to %s".formatted(status, path));
    }
}

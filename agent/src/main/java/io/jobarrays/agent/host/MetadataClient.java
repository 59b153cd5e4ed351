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

/** Client of the EC2 instance metadata service, version 2. */
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

    /** Unmodified, because the signature covers these bytes. */
    public String identityDocument() throws IOException, InterruptedException {
        return get(IDENTITY_PATH + "document");
    }

    /** Base64 without line breaks. */
    public String identitySignature() throws IOException, InterruptedException {
        return get(IDENTITY_PATH + "signature").replaceAll("\\s", "");
    }

    /** Returns whether this is a spot instance. */
    public boolean isSpotInstance() throws IOException, InterruptedException {
        return find("/latest/meta-data/instance-life-cycle")
                .filter(value -> value.strip().equals("spot"))
                .isPresent();
    }

    /** JSON with {@code action} and {@code time} once EC2 has announced an interruption. */
    public Optional<String> spotInstanceAction() throws IOException, InterruptedException {
        return find("/latest/meta-data/spot/instance-action");
    }

    /** Returns the value at {@code path}. */
    public String get(String path) throws IOException, InterruptedException {
        return find(path).orElseThrow(() -> new IOException("the metadata service has no " + path));
    }

    /** Returns the value at {@code path}; empty when there is none. */
    public Optional<String> find(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = sendGet(path);
        if (response.statusCode() == 401) {
            sessionToken = null;
            response = sendGet(path);
        }
        return switch (response.statusCode()) {
            case 200 -> Optional.of(response.body());
            case 404 -> Optional.empty();
            default -> throw unexpectedStatus(path, response.statusCode());
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
        HttpResponse<String> response =
                send(
                        request("/latest/api/token")
                                .header("X-aws-ec2-metadata-token-ttl-seconds", "21600")
                                .PUT(BodyPublishers.noBody())
                                .build());
        if (response.statusCode() != 200) {
            throw unexpectedStatus("/latest/api/token", response.statusCode());
        }
        sessionToken = response.body();
        return response.body();
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

package io.jobarrays.agent.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.agent.server.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Calls to AWS by this machine's role: JSON 1.1, signed. */
public final class RoleCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;

    /** The client sets these itself. */
    private static final Set<String> OWN = Set.of("host", "content-length");

    private final HttpClient http;
    private final MessageCodec wire;
    private final InstanceRole role;
    private final String endpoint;

    /**
     * @param endpoint for all services; empty: AWS's own
     */
    public RoleCalls(HttpClient http, MessageCodec wire, InstanceRole role, String endpoint) {
        this.http = http;
        this.wire = wire;
        this.role = role;
        this.endpoint = endpoint;
    }

    /**
     * @param operation as {@code X-Amz-Target} has it
     * @throws IOException with AWS's own code, where AWS has refused
     */
    JsonNode call(String service, String operation, String body)
            throws IOException, InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> answer = http.send(request(service, operation, body), text());
                if (answer.statusCode() == 200) {
                    return wire.tree(answer.body());
                }
                String code = code(answer);
                if (attempt == ATTEMPTS || !passes(answer.statusCode(), code)) {
                    throw new Denial(code);
                }
            } catch (Denial e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            backoff.pause();
        }
    }

    private HttpRequest request(String service, String operation, String body)
            throws IOException, InterruptedException {
        String region = role.region();
        URI address = address(service, region);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofString(body));
        Map<String, List<String>> headers = signed(address, service, region, operation, body);
        headers.forEach(
                (name, values) -> {
                    if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return request.build();
    }

    private URI address(String service, String region) {
        String place =
                endpoint.isEmpty()
                        ? "https://%s.%s.amazonaws.com".formatted(service, region)
                        : endpoint;
        return URI.create(place.replaceAll("/+$", "") + "/");
    }

    private Map<String, List<String>> signed(
            URI address, String service, String region, String operation, String body)
            throws IOException, InterruptedException {
        InstanceRole.Credentials keys = role.credentials();
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .uri(address)
                        .method(SdkHttpMethod.POST)
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", operation)
                        .build();
        return AwsV4HttpSigner.create()
                .sign(
                        sign ->
                                sign.identity(
                                                AwsSessionCredentialsIdentity.create(
                                                        keys.keyId(),
                                                        keys.secretKey(),
                                                        keys.sessionToken()))
                                        .request(request)
                                        .payload(ContentStreamProvider.fromUtf8String(body))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request()
                .headers();
    }

    private static HttpResponse.BodyHandler<String> text() {
        return BodyHandlers.ofString();
    }

    /** Never AWS's message: it is written for others than those who read logs. */
    private String code(HttpResponse<String> answer) {
        String type = wire.tree(answer.body()).path("__type").asText("");
        return type.isEmpty()
                ? "HTTP " + answer.statusCode()
                : type.substring(type.indexOf('#') + 1);
    }

    private static boolean passes(int status, String code) {
        return status >= 500 || status == 429 || code.startsWith("Throttling");
    }

    /** AWS's answer: to ask again would change nothing. */
    private static final class Denial extends IOException {
        private static final long serialVersionUID = 1L;

        Denial(String code) {
            super(code);
        }
    }
}

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
public final class AwsJsonClient {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ATTEMPTS = 5;

    /** The client sets these itself. */
    private static final Set<String> RESTRICTED_HEADERS = Set.of("host", "content-length");

    private final HttpClient http;
    private final MessageCodec codec;
    private final InstanceRole role;
    private final String endpoint;

    /**
     * @param endpoint for all services; empty: AWS's own
     */
    public AwsJsonClient(HttpClient http, MessageCodec wire, InstanceRole role, String endpoint) {
        this.http = http;
        this.codec = wire;
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
                HttpResponse<String> answer =
                        http.send(request(service, operation, body), textBody());
                if (answer.statusCode() == 200) {
                    return codec.readTree(answer.body());
                }
                String code = errorCode(answer);
                if (attempt == MAX_ATTEMPTS || !isRetryable(answer.statusCode(), code)) {
                    throw new AwsRefusal(code);
                }
            } catch (AwsRefusal e) {
                throw e;
            } catch (IOException e) {
                if (attempt == MAX_ATTEMPTS) {
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
                        .timeout(REQUEST_TIMEOUT)
                        .POST(BodyPublishers.ofString(body));
        Map<String, List<String>> headers =
                signedHeaders(address, service, region, operation, body);
        headers.forEach(
                (name, values) -> {
                    if (!RESTRICTED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
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

    private Map<String, List<String>> signedHeaders(
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

    private static HttpResponse.BodyHandler<String> textBody() {
        return BodyHandlers.ofString();
    }

    /** Never AWS's message: it is written for others than those who read logs. */
    private String errorCode(HttpResponse<String> answer) {
        String type = codec.readTree(answer.body()).path("__type").asText("");
        return type.isEmpty()
                ? "HTTP " + answer.statusCode()
                : type.substring(type.indexOf('#') + 1);
    }

    private static boolean isRetryable(int status, String code) {
        return status >= 500 || status == 429 || code.startsWith("Throttling");
    }

    /** AWS's answer: to ask again would change nothing. */
    private static final class AwsRefusal extends IOException {
        private static final long serialVersionUID = 1L;

        AwsRefusal(String code) {
            super(code);
        }
    }
}

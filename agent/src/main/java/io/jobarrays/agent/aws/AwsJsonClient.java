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

/** Client of AWS services with JSON 1.1 protocol, signed with this machine's role. */
public final class AwsJsonClient {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ATTEMPTS = 5;

    /** Headers that the HTTP client sets and does not accept. */
    private static final Set<String> RESTRICTED_HEADERS = Set.of("host", "content-length");

    private final HttpClient http;
    private final MessageCodec codec;
    private final InstanceRole role;
    private final String endpoint;

    /**
     * @param endpoint of all services; empty for the default endpoints of AWS
     */
    public AwsJsonClient(HttpClient http, MessageCodec codec, InstanceRole role, String endpoint) {
        this.http = http;
        this.codec = codec;
        this.role = role;
        this.endpoint = endpoint;
    }

    /**
     * @param operation value of {@code X-Amz-Target}
     * @throws IOException with the AWS error code when AWS refused the call
     */
    JsonNode call(String service, String operation, String body)
            throws IOException, InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> response =
                        http.send(request(service, operation, body), textBody());
                if (response.statusCode() == 200) {
                    return codec.readTree(response.body());
                }
                String code = errorCode(response);
                if (attempt == MAX_ATTEMPTS || !isRetryable(response.statusCode(), code)) {
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
        String base =
                endpoint.isEmpty()
                        ? "https://%s.%s.amazonaws.com".formatted(service, region)
                        : endpoint;
        return URI.create(base.replaceAll("/+$", "") + "/");
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

    /** Only the code: the messages of AWS may quote the request. */
    private String errorCode(HttpResponse<String> response) {
        String type = codec.readTree(response.body()).path("__type").asText("");
        return type.isEmpty()
                ? "HTTP " + response.statusCode()
                : type.substring(type.indexOf('#') + 1);
    }

    private static boolean isRetryable(int status, String code) {
        return status >= 500 || status == 429 || code.startsWith("Throttling");
    }

    /** Error response of AWS that a retry would not change. */
    private static final class AwsRefusal extends IOException {
        private static final long serialVersionUID = 1L;

        AwsRefusal(String code) {
            super(code);
        }
    }
}

package io.jobarrays.server.instances.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * A stored request becomes the same parameters in every later version: under the client token of
 * another request, EC2 answers {@code IdempotentParameterMismatch}. A new field of the record is
 * absent in the stored requests of earlier versions; these files must never change.
 */
class LaunchRequestTest {
    @Test
    void isSentWithTheParametersOfItsFirstVersion() throws IOException {
        LaunchRequest stored = stored();

        assertThat(sent(stored)).isEqualTo(resource("launch-request.txt"));
    }

    @Test
    void namesItsCallOnItsInstances() throws IOException {
        LaunchRequest stored = stored();

        assertThat(stored.launchTag()).isEqualTo("7c1d3a52-0000-4000-8000-1f6f1e2d3c4b,0");
    }

    private static LaunchRequest stored() throws IOException {
        return new ObjectMapper()
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .readValue(resource("launch-request.json"), LaunchRequest.class);
    }

    /** The parameters as the SDK sends them, one a line. */
    private static String sent(LaunchRequest request) {
        Capture capture = new Capture();
        try (Ec2Client client = client(capture)) {
            assertThatThrownBy(() -> client.runInstances(request.toEc2()))
                    .isInstanceOf(SdkClientException.class);
        }
        return capture.parameters.entrySet().stream()
                .map(e -> e.getKey() + " = " + String.join(" ", e.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static Ec2Client client(ExecutionInterceptor interceptor) {
        return Ec2Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(o -> o.addExecutionInterceptor(interceptor))
                .build();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = LaunchRequestTest.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                throw new IOException("golden/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Keeps the parameters and sends nothing. */
    private static final class Capture implements ExecutionInterceptor {
        private final SortedMap<String, List<String>> parameters = new TreeMap<>();

        @Override
        public void afterMarshalling(
                Context.AfterMarshalling context, ExecutionAttributes attributes) {
            parameters.putAll(context.httpRequest().rawQueryParameters());
            throw SdkClientException.create("captured");
        }
    }
}

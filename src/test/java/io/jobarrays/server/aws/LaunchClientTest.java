package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.jobarrays.server.aws.AwsFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** The SDK sends a launch request once, without retries. */
class LaunchClientTest {
    private static final String NO_CAPACITY =
            """
            <Response><Errors><Error><Code>InsufficientInstanceCapacity</Code>
            <Message>none left</Message></Error></Errors><RequestID>r</RequestID></Response>
            """;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    byte[] body = NO_CAPACITY.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(500, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void doesNotRetryMissingCapacity() {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("k", "s"));
        var builder =
                Ec2Client.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials)
                        .endpointOverride(
                                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        try (Ec2Client launches = new LaunchClient().client(builder)) {
            var answer =
                    catchThrowableOfType(
                            Ec2Exception.class,
                            () -> launches.runInstances(r -> r.minCount(1).maxCount(1)));

            assertThat(AwsFailure.of("launching", answer).kind()).isEqualTo(Kind.CAPACITY);
            assertThat(requests).hasValue(1);
        }
    }
}

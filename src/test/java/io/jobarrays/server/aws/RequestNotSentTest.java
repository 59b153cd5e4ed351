package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Failures of the SDK's own client. */
class RequestNotSentTest {
    private static final AwsCredentialsProvider KEY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"));

    @Test
    void missingCredentialsAreAMisconfiguration() {
        SdkException failure =
                failure("http://127.0.0.1:1", EnvironmentVariableCredentialsProvider.create());

        assertThat(RequestNotSent.unlessSent(failure, false))
                .isInstanceOfSatisfying(
                        RequestNotSent.class, it -> assertThat(it.temporary()).isFalse());
    }

    @Test
    void anUnknownHostIsAMisconfiguration() {
        SdkException failure = failure("http://ec2.invalid", KEY);

        assertThat(RequestNotSent.unlessSent(failure, true))
                .isInstanceOfSatisfying(
                        RequestNotSent.class, it -> assertThat(it.temporary()).isFalse());
    }

    @Test
    void aRefusedConnectionIsTemporary() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        SdkException failure = failure("http://127.0.0.1:" + port, KEY);

        assertThat(RequestNotSent.unlessSent(failure, true))
                .isInstanceOfSatisfying(
                        RequestNotSent.class, it -> assertThat(it.temporary()).isTrue());
    }

    @Test
    void aLostAnswerIsNone() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> exchange.close());
        server.start();
        try {
            SdkException failure =
                    failure("http://127.0.0.1:" + server.getAddress().getPort(), KEY);

            assertThat(RequestNotSent.unlessSent(failure, true)).isSameAs(failure);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anInterruptedWaitIsNone() {
        AbortedException failure = AbortedException.create("interrupted");

        assertThat(RequestNotSent.unlessSent(failure, false)).isSameAs(failure);
    }

    private static SdkException failure(String endpoint, AwsCredentialsProvider credentials) {
        try (Ec2Client client =
                Ec2Client.builder()
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create(endpoint))
                        .credentialsProvider(credentials)
                        .httpClient(UrlConnectionHttpClient.create())
                        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build()) {
            return catchThrowableOfType(SdkException.class, client::describeInstances);
        }
    }
}

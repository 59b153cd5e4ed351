package io.jobarrays.agent.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.server.MessageCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ClientTest {
    private static final String REFUSAL =
            "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>";

    @TempDir Path dir = Path.of("");

    private final AtomicInteger refusals = new AtomicInteger(1);
    private final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    S3ClientTest() throws IOException {}

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> answer(exchange, 200, metadata(exchange)));
        server.createContext(
                "/bucket/",
                exchange -> {
                    boolean refuses = refusals.getAndDecrement() > 0;
                    answer(exchange, refuses ? 503 : 200, refuses ? REFUSAL : "short");
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fileHasTheObjectAloneAfterALongerRefusal() throws Exception {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        HttpClient http = HttpClient.newHttpClient();
        InstanceRole role =
                new InstanceRole(new MetadataClient(http, URI.create(address)), new MessageCodec());
        Path file = dir.resolve("object");

        new S3Client(http, role, address).get(new S3Place("bucket", "key"), file);

        assertThat(file).hasContent("short");
        assertThat(refusals).hasValue(-1);
    }

    private static String metadata(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.endsWith("/security-credentials/")
                ? "role"
                : path.endsWith("/role")
                        ? "{\"AccessKeyId\": \"id\", \"SecretAccessKey\": \"secret\", \"Token\": \"token\"}"
                        : "us-east-1";
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}

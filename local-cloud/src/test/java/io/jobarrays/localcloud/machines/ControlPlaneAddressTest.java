package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Connections of real machines to the control plane. */
@TestInstance(Lifecycle.PER_CLASS)
class ControlPlaneAddressTest {
    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(10);

    private Path file = Path.of("/");
    private MachinesFixture fixture;

    @BeforeAll
    void open(@TempDir Path state) throws IOException {
        file = state.resolve("server.json");
        fixture = MachinesFixture.open(state, Optional.empty());
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void answers503WithoutAControlPlane() throws Exception {
        Files.deleteIfExists(file);

        assertThat(fixture.run("curl -s -i http://169.254.169.252/agents/enrol"))
                .startsWith("HTTP/1.1 503 ")
                .contains("the control plane cannot be reached");
    }

    @Test
    void forwardsLargeBodiesInBothDirections() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        listensAt(server.getAddress().getPort());

        String console =
                fixture.run(
                        "head -c 5000000 /dev/urandom >/tmp/sent",
                        "curl -s --data-binary @/tmp/sent http://169.254.169.252/ >/tmp/received",
                        "cmp /tmp/sent /tmp/received && wc -c </tmp/received");

        assertThat(console).isEqualTo("5000000\n");
        server.stop(0);
    }

    @Test
    void eachDirectionEndsIndependently() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, loopback())) {
            listensAt(server.getLocalPort());
            Thread.ofVirtual().start(() -> answerAfterEndOfInput(server));

            String console =
                    fixture.run(
                            "perl -MIO::Socket::INET -e '"
                                    + "$s = IO::Socket::INET->new(\"169.254.169.252:80\");"
                                    + "print $s \"all of it\"; $s->shutdown(1); print <$s>'");

            assertThat(console).isEqualTo("received: all of it\n");
        }
    }

    /** By which a control plane in dev mode tells instances from browsers. */
    @Test
    void guestsComeFromALoopbackAddressOfTheirOwn() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, loopback())) {
            listensAt(server.getLocalPort());
            CompletableFuture<String> client =
                    CompletableFuture.supplyAsync(() -> addressOfNextClient(server));

            fixture.run("curl -s -m 5 http://169.254.169.252/ || true");

            assertThat(client).succeedsWithin(CLIENT_TIMEOUT).isEqualTo("127.0.0.2");
        }
    }

    private static String addressOfNextClient(ServerSocket server) {
        try (Socket socket = server.accept()) {
            return socket.getInetAddress().getHostAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answerAfterEndOfInput(ServerSocket server) {
        try (Socket socket = server.accept()) {
            String received =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            socket.getOutputStream()
                    .write(("received: " + received + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listensAt(int port) throws IOException {
        Files.writeString(file, "{\"url\":\"http://127.0.0.1:" + port + "\",\"pid\":1}");
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }
}

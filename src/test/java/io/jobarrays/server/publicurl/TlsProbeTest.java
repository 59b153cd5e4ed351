package io.jobarrays.server.publicurl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.TlsRefusal;
import io.jobarrays.contract.TlsRefusal.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsProbeTest {
    private static final String HOST = "spawn.example.com";
    private static final String[] NAMED = {"-ext", "san=dns:" + HOST};
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    @TempDir private Path directory = Path.of("");

    @Test
    void trustsACertificateOfAnAuthorityOfTheAgents() throws Exception {
        try (TestTlsServer server = new TestTlsServer(directory, NAMED)) {
            assertThat(answer(HOST, server.address(), server.trust()))
                    .isEqualTo(new TlsAnswer.Trusted());
        }
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        try (TestTlsServer server = new TestTlsServer(directory, NAMED)) {
            assertRefused(answer(HOST, server.address(), SSLContext.getDefault()), Kind.UNTRUSTED);
        }
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        try (TestTlsServer server = new TestTlsServer(directory, NAMED)) {
            assertRefused(
                    answer("other.example.com", server.address(), server.trust()), Kind.OTHER_HOST);
            assertRefused(answer("127.0.0.1", server.address(), server.trust()), Kind.OTHER_HOST);
        }
    }

    @Test
    void closedPortDoesNotAnswer() throws Exception {
        assertThat(answer(HOST, InetSocketAddress.createUnresolved("127.0.0.1", 1)))
                .isEqualTo(new TlsAnswer.None("connection refused"));
    }

    @Test
    void silentServerDoesNotAnswerWithinTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long before = System.nanoTime();

            TlsAnswer answer =
                    answer(
                            HOST,
                            InetSocketAddress.createUnresolved("127.0.0.1", silent.getLocalPort()));

            assertThat(answer).isEqualTo(new TlsAnswer.None("timed out"));
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void nameWithoutAddressDoesNotAnswer() throws Exception {
        assertThat(answer(HOST, InetSocketAddress.createUnresolved("none.invalid", 443)))
                .isEqualTo(new TlsAnswer.None("its name has no address"));
    }

    @Test
    void refusesAServerWithoutTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInPlain(plain));

            assertRefused(
                    answer(
                            HOST,
                            InetSocketAddress.createUnresolved("127.0.0.1", plain.getLocalPort())),
                    Kind.NO_TLS);
        }
    }

    private static void answerInPlain(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readNBytes(1);
        } catch (IOException e) {
            // The client has ended.
        }
    }

    private static TlsAnswer answer(String host, InetSocketAddress at) throws Exception {
        return answer(host, at, SSLContext.getDefault());
    }

    private static TlsAnswer answer(String host, InetSocketAddress at, SSLContext trust) {
        return new TlsProbe(host, at, trust, TIMEOUT).answer();
    }

    private static void assertRefused(TlsAnswer answer, Kind kind) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        TlsAnswer.Refused.class,
                        it ->
                                assertThat(it.refusal())
                                        .extracting(TlsRefusal::kind)
                                        .isEqualTo(kind));
    }
}

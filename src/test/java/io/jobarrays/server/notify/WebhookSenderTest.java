package io.jobarrays.server.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SettableClock;
import io.jobarrays.server.net.AddressGuard;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.net.WebhookSignature;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSenderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final byte[] SECRET = new byte[32];
    private static final byte[] BODY = "{\"type\":\"test\"}".getBytes(UTF_8);
    private static final String PASSWORD = "changeit";
    private static final String NAME = "hook.example.test";

    @TempDir Path directory = Path.of("");
    private final SettableClock clock = new SettableClock();
    private final WebhookReceiver receiver = new WebhookReceiver("127.0.0.2");
    private final WebhookReceiver other = new WebhookReceiver("127.0.0.1");
    private final Deque<List<String>> lookups = new ArrayDeque<>();

    @AfterEach
    void close() {
        receiver.close();
        other.close();
    }

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    @Test
    void signsEachAttemptWithItsOwnTime() throws Exception {
        lookups.add(List.of("127.0.0.2"));
        lookups.add(List.of("127.0.0.2"));

        DeliveryResult first = send("http://%s:%d/hook?a=b", receiver.port(), 1);
        clock.advance(Duration.ofMinutes(1));
        send("http://%s:%d/hook?a=b", receiver.port(), 2);

        assertThat(first).isEqualTo(new DeliveryResult.Sent(204));
        assertThat(receiver.received())
                .hasSize(2)
                .allSatisfy(
                        got -> {
                            assertThat(got.uri()).isEqualTo("/hook?a=b");
                            assertThat(got.host()).isEqualTo(NAME + ":" + receiver.port());
                            assertThat(got.id()).isEqualTo("msg_1");
                            assertThat(got.body()).isEqualTo(new String(BODY, UTF_8));
                        });
        WebhookReceiver.Received last = receiver.received().getLast();
        assertThat(last.at()).isEqualTo("" + clock.instant().getEpochSecond());
        assertThat(last.signature())
                .isEqualTo(WebhookSignature.of(List.of(SECRET), "msg_1", clock.instant(), BODY));
    }

    @Test
    void connectsToTheAddressThatItChecked() throws Exception {
        // The name answers another address at each lookup, as in a rebinding attack.
        lookups.add(List.of("127.0.0.2"));
        lookups.add(List.of("127.0.0.1"));
        lookups.add(List.of("127.0.0.2", "127.0.0.1"));

        DeliveryResult first = send("http://%s:%d/", receiver.port(), 1);
        DeliveryResult second = send("http://%s:%d/", other.port(), 1);
        DeliveryResult third = send("http://%s:%d/", receiver.port(), 1);

        assertThat(first).isEqualTo(new DeliveryResult.Sent(204));
        assertThat(second)
                .isInstanceOfSatisfying(
                        DeliveryResult.Refused.class,
                        it ->
                                assertThat(it.reason())
                                        .startsWith("resolves to 127.0.0.1, a loopback address; "));
        assertThat(third).isInstanceOf(DeliveryResult.Refused.class);
        assertThat(lookups).isEmpty();
        assertThat(receiver.received()).hasSize(1);
        assertThat(other.received()).isEmpty();
    }

    @Test
    void followsNoRedirectAndTellsWhatTheReceiverAnswered() throws Exception {
        for (int i = 0; i < 5; i++) {
            lookups.add(List.of("127.0.0.2"));
        }
        String elsewhere = "http://127.0.0.1:" + other.port() + "/";
        receiver.next(302, Map.of("Location", elsewhere));
        receiver.next(503, Map.of("Retry-After", "120"));
        receiver.next(429, Map.of("Retry-After", "999999"));
        receiver.next(410, Map.of());
        String url = "http://%s:%d/";

        assertThat(send(url, receiver.port(), 1))
                .isEqualTo(new DeliveryResult.Failed("answered 302; redirects are not followed"));
        assertThat(send(url, receiver.port(), 1))
                .isEqualTo(new DeliveryResult.Failed("answered 503", Duration.ofMinutes(2)));
        assertThat(send(url, receiver.port(), 1))
                .isEqualTo(new DeliveryResult.Failed("answered 429", Duration.ofHours(1)));
        assertThat(send(url, receiver.port(), 1)).isInstanceOf(DeliveryResult.Refused.class);
        receiver.close();
        assertThat(send(url, receiver.port(), 1))
                .isEqualTo(new DeliveryResult.Failed("no connection"));
        assertThat(other.received()).isEmpty();
    }

    @Test
    void certificateMustBeOfTheNameAndTrusted() throws Exception {
        Path keys = directory.resolve("keys.p12");
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=x", "-ext", "SAN=dns:" + NAME);
        Path certificate = directory.resolve("certificate.pem");
        keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
        AtomicInteger requests = new AtomicInteger();
        HttpServer server =
                VERTX.createHttpServer(
                                new HttpServerOptions()
                                        .setSsl(true)
                                        .setKeyCertOptions(
                                                new PfxOptions()
                                                        .setPath(keys.toString())
                                                        .setPassword(PASSWORD)))
                        .requestHandler(
                                request -> {
                                    requests.incrementAndGet();
                                    request.response().setStatusCode(200).end();
                                })
                        .listen(0, "127.0.0.2")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
        HttpClientOptions trusting =
                new HttpClientOptions()
                        .setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()));
        NotifyTarget right = target("https://%s:%d/", NAME, server.actualPort());
        NotifyTarget wrong = target("https://%s:%d/", "other.example.test", server.actualPort());
        for (int i = 0; i < 3; i++) {
            lookups.add(List.of("127.0.0.2"));
        }

        DeliveryResult trusted = sender(trusting).send(right, "msg_1", BODY, 1);
        DeliveryResult otherName = sender(trusting).send(wrong, "msg_1", BODY, 1);
        DeliveryResult unknown = sender(new HttpClientOptions()).send(right, "msg_1", BODY, 1);

        DeliveryResult refused =
                new DeliveryResult.Failed("the certificate or TLS of the receiver is not accepted");
        assertThat(trusted).isEqualTo(new DeliveryResult.Sent(200));
        assertThat(otherName).isEqualTo(refused);
        assertThat(unknown).isEqualTo(refused);
        assertThat(requests).hasValue(1);
    }

    private static void keytool(Path keys, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-alias", "x", "-keystore", keys.toString()));
        command.addAll(List.of("-storepass", PASSWORD));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void nameWithoutAddressIsTriedAgain() throws Exception {
        assertThat(send("https://%s:%d/", 443, 1))
                .isEqualTo(new DeliveryResult.Failed("the name has no address"));
    }

    private DeliveryResult send(String url, int port, int attempt) throws InterruptedException {
        return sender(new HttpClientOptions())
                .send(target(url, NAME, port), "msg_1", BODY, attempt);
    }

    private WebhookSender sender(HttpClientOptions options) {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(SECRET);
        return new WebhookSender(
                new WebhookClient(VERTX, options),
                new AddressGuard(List.of("127.0.0.2/32")),
                new WebhookSecrets(List.of(secret), text -> ""),
                this::lookup,
                clock);
    }

    private List<InetAddress> lookup(String host) throws IOException {
        List<String> next = lookups.poll();
        if (next == null) {
            throw new IOException("the name has no address");
        }
        return next.stream().map(InetAddress::ofLiteral).toList();
    }

    private static NotifyTarget target(String url, String name, int port) {
        return NotifyTarget.parse("notify", url.formatted(name, port), null);
    }
}

package io.jobarrays.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LazySslContextTest {
    private static final String PASSWORD = "changeit";
    @TempDir private static Path directory = Path.of("");
    private static final Vertx VERTX = Vertx.vertx();
    private static int port;

    /** Number of contexts that {@link #trustingClient} has made. */
    private final AtomicInteger contexts = new AtomicInteger();

    @BeforeAll
    static void serveTls() throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store().toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        PfxOptions key = new PfxOptions().setPath(store().toString()).setPassword(PASSWORD);
        port =
                VERTX.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(key))
                        .requestHandler(request -> request.response().end("served"))
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Path store() {
        return directory.resolve("server.p12");
    }

    @Test
    void trustsJavasAuthoritiesOnly() {
        HttpClient client = LazySslContext.use(HttpClient.newBuilder()).build();

        assertThatThrownBy(() -> get(client, "localhost"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void acceptsAServerOfATrustedAuthority() throws Exception {
        assertThat(get(trustingClient(), "localhost")).isEqualTo("served");
    }

    @Test
    void refusesACertificateForAnotherHost() {
        assertThatThrownBy(() -> get(trustingClient(), "127.0.0.1"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void makesTheContextOnceAtTheFirstTlsConnection() throws Exception {
        HttpClient client = trustingClient();
        assertThat(contexts).hasValue(0);

        get(client, "localhost");
        get(client, "localhost");

        assertThat(contexts).hasValue(1);
    }

    private HttpClient trustingClient() {
        return LazySslContext.use(
                        HttpClient.newBuilder(),
                        () -> {
                            contexts.incrementAndGet();
                            return trustingContext();
                        })
                .build();
    }

    private static SSLContext trustingContext() {
        try {
            KeyStore store = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String get(HttpClient client, String host)
            throws IOException, InterruptedException {
        URI uri = URI.create("https://%s:%d/".formatted(host, port));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
}

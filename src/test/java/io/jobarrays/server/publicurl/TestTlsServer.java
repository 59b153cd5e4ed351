package io.jobarrays.server.publicurl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.CertificateAuthorities;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** TLS server on loopback with a certificate that it has signed itself. */
final class TestTlsServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Path certificate;
    private final SSLServerSocket listener;

    /**
     * @param options of keytool, as {@code -ext}, {@code san=dns:spawn.example.com}
     */
    TestTlsServer(Path directory, String... options)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = directory.resolve("keys.p12");
        certificate = directory.resolve("certificate.pem");
        List<String> generate = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC"));
        generate.addAll(List.of("-dname", "CN=test"));
        generate.addAll(List.of(options));
        keytool(keys, generate);
        keytool(keys, List.of("-exportcert", "-rfc", "-file", "" + certificate));
        listener =
                (SSLServerSocket)
                        context(keys)
                                .getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    private static void keytool(Path keys, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.addFirst("" + Path.of(System.getProperty("java.home"), "bin", "keytool"));
        command.addAll(List.of("-alias", "x", "-keystore", "" + keys, "-storepass", PASSWORD));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    Path certificate() {
        return certificate;
    }

    SSLContext trust() {
        return CertificateAuthorities.read("test", certificate).context();
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("127.0.0.1", listener.getLocalPort());
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket client = (SSLSocket) listener.accept()) {
                client.startHandshake();
                client.getInputStream().readNBytes(1);
            } catch (IOException e) {
                // The client refuses the certificate, or the test has ended.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

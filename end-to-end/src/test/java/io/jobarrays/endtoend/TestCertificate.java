package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Private authority of a test, and the key store of a server with a certificate of it.
 *
 * @param directory of its files
 * @param names of the server, for keytool
 */
record TestCertificate(Path directory, String names) {
    static final String PASSWORD = "changeit";

    /**
     * @param addresses IP addresses of the server
     */
    static TestCertificate create(Path directory, String... addresses) {
        String names =
                Arrays.stream(addresses)
                        .map("ip:"::concat)
                        .collect(Collectors.joining(",", "san=", ""));
        TestCertificate certificate = new TestCertificate(directory, names);
        certificate.generate("ca", "-ext", "bc:c=ca:true");
        certificate.keytool("-exportcert", "-rfc", "-alias", "ca", "-file", "" + certificate.pem());
        certificate.renew();
        return certificate;
    }

    /** Replaces the server's certificate by another one of the same authority. */
    void renew() {
        generate("server", "-signer", "ca", "-ext", names);
        try {
            Files.copy(authority(), renewed(), StandardCopyOption.REPLACE_EXISTING);
            keytool(renewed(), "-delete", "-alias", "ca");
            Files.move(renewed(), keyStore(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keytool("-delete", "-alias", "server");
    }

    /** Serial number of the certificate that a TLS server shows. */
    BigInteger shownBy(URI server) throws IOException, GeneralSecurityException {
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(KeyStore.getInstance(authority().toFile(), PASSWORD.toCharArray()));
        SSLContext trust = SSLContext.getInstance("TLS");
        trust.init(null, trusted.getTrustManagers(), null);
        try (SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory().createSocket(server.getHost(), server.getPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber();
        }
    }

    private void generate(String alias, String... options) {
        List<String> arguments =
                Stream.concat(
                                Stream.of("-genkeypair", "-keyalg", "EC", "-alias", alias),
                                Stream.concat(
                                        Stream.of("-dname", "CN=" + alias), Stream.of(options)))
                        .toList();
        keytool(arguments.toArray(String[]::new));
    }

    private void keytool(String... arguments) {
        keytool(authority(), arguments);
    }

    private static void keytool(Path store, String... arguments) {
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        ""
                                                + Path.of(
                                                        System.getProperty("java.home"),
                                                        "bin/keytool")),
                                Stream.concat(
                                        Stream.of(arguments),
                                        Stream.of("-keystore", "" + store, "-storepass", PASSWORD)))
                        .toList();
        ProgramRun run = ProgramRun.of(command, Map.of(), TestControlPlane.CONDITION_TIMEOUT);
        assertThat(run.exit()).as(run.toString()).isZero();
    }

    private Path authority() {
        return directory.resolve("authority.p12");
    }

    private Path renewed() {
        return directory.resolve("renewed.p12");
    }

    Path keyStore() {
        return directory.resolve("server.p12");
    }

    Path pem() {
        return directory.resolve("ca.pem");
    }
}

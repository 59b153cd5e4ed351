package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthoritiesTest {
    @TempDir private Path directory = Path.of("");

    @Test
    void keepsTheCertificatesOnly() throws Exception {
        String pem = Files.readString(certificate("one")) + Files.readString(certificate("two"));
        Path file = write("Bag Attributes: x\n-----BEGIN PRIVATE KEY-----\nAAAA\n" + pem);

        CertificateAuthorities read = CertificateAuthorities.read("--ca", file);

        assertThat(read.certificates()).hasSize(2);
        assertThat(read.pem())
                .isEqualTo(pem.replace("\r", "").strip())
                .doesNotContain("PRIVATE", "Bag");
        assertThat(read.context().getProtocol()).isEqualTo("TLS");
    }

    @Test
    void saysWhyAFileCannotBeUsed() throws Exception {
        assertRefused(Path.of("/none.pem"), "--ca: /none.pem does not exist; name a PEM file");
        assertRefused(directory, "--ca: %s is a directory; name".formatted(directory));
        assertRefused(write(""), "file.pem is empty; write the certificates");
        assertRefused(write("text"), "has no certificate in PEM");
        assertRefused(
                write("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"),
                "has a private key and no certificate; name the file");
        assertRefused(write("0\u0082\u0001"), "is not in PEM; \"openssl x509 -inform der\"");
        assertRefused(
                write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                "certificate 1 of");
    }

    private static void assertRefused(Path file, String sentence) {
        assertThatThrownBy(() -> CertificateAuthorities.read("--ca", file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesAuthoritiesThatHaveExpired() throws Exception {
        CertificateAuthorities read = CertificateAuthorities.read("x", certificate("old"));
        Instant later = Instant.now().plus(Duration.ofDays(400));

        assertThat(read.validAt("x", Instant.now())).isEqualTo(read);
        assertThatThrownBy(() -> read.validAt("x", later))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no certificate is valid now");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("file.pem"), text);
    }

    private Path certificate(String name) throws Exception {
        Path file = directory.resolve(name + ".pem");
        String store = "" + directory.resolve(name + ".p12");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-keystore", store);
        keytool("-exportcert", "-rfc", "-file", "" + file, "-keystore", store);
        return file;
    }

    private static void keytool(String... arguments) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        ProcessBuilder builder = new ProcessBuilder("" + keytool, "-storepass", "changeit");
        builder.command().addAll(1, List.of(arguments));
        assertThat(builder.redirectErrorStream(true).start().waitFor()).isZero();
    }
}

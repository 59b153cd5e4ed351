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
        assertThatThrownBy(() -> CertificateAuthorities.read("--ca", Path.of("/none.pem")))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("--ca: cannot read /none.pem");
        assertThatThrownBy(() -> CertificateAuthorities.read("--ca", write("text")))
                .hasMessageContaining("has no certificate in PEM");
        String damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assertThatThrownBy(() -> CertificateAuthorities.read("--ca", write(damaged)))
                .hasMessageContaining("certificate 1 of");
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

package io.jobarrays.localcloud.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SelfSignedCertificateTest {
    @Test
    void certificateHasVersionNameSerialAndValidityAndIsSelfSigned() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair keys = generator.generateKeyPair();

        byte[] encoded =
                SelfSignedCertificate.certificate(
                        keys,
                        "local cloud",
                        BigInteger.valueOf(7),
                        Instant.parse("2026-01-02T03:04:05.6Z"));

        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(encoded));
        certificate.verify(keys.getPublic());
        assertThat(certificate.getVersion()).isEqualTo(1);
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(certificate.getSerialNumber()).isEqualTo(7);
        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=local cloud");
        assertThat(certificate.getIssuerX500Principal()).hasToString("CN=local cloud");
        assertThat(certificate.getNotBefore()).isEqualTo("2026-01-01T03:04:05Z");
        assertThat(certificate.getNotAfter()).isEqualTo("2035-12-30T03:04:05Z");
    }
}

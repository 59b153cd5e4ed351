package io.jobarrays.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TlsFailureTest {
    @Test
    void namesTheReasonAndTheRemedy() {
        assertThat(sentence(new CertPathBuilderException("unable to find path")))
                .startsWith("GET /x: https://a: its certificate is of no authority")
                .endsWith("--ca FILE or SPAWN_CA_FILE");
        assertThat(sentence(new CertificateExpiredException("NotAfter: yesterday")))
                .contains("has expired (NotAfter: yesterday)");
        assertThat(sentence(new CertificateException("No name matching a found")))
                .contains("of another host (No name matching a found); check --url");
        assertThat(
                        TlsFailure.sentence(
                                "GET /x",
                                "https://a",
                                new SSLException("Unsupported or unrecognized SSL message")))
                .hasValueSatisfying(it -> assertThat(it).contains("does not speak TLS"));
    }

    @Test
    void leavesOtherFailuresAlone() {
        assertThat(TlsFailure.sentence("GET /x", "https://a", new IOException("reset"))).isEmpty();
    }

    private static String sentence(Exception cause) {
        IOException failure = new SSLHandshakeException("failed");
        failure.initCause(new CertificateException("not trusted", cause));
        return TlsFailure.sentence("GET /x", "https://a", failure).orElseThrow();
    }
}

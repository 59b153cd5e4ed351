package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.TlsRefusal.Kind;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TlsRefusalTest {
    @Test
    void namesTheLastCause() {
        assertThat(ofCause(new CertPathBuilderException("no path")))
                .contains(new TlsRefusal(Kind.UNTRUSTED, "no path"));
        assertThat(ofCause(new CertificateExpiredException("yesterday")))
                .contains(new TlsRefusal(Kind.EXPIRED, "yesterday"));
        assertThat(ofCause(new CertificateNotYetValidException("tomorrow")))
                .contains(new TlsRefusal(Kind.NOT_YET_VALID, "tomorrow"));
        assertThat(ofCause(new CertificateException("No name matching a found")))
                .contains(new TlsRefusal(Kind.OTHER_HOST, "No name matching a found"));
    }

    @Test
    void knowsServersWithoutTls() {
        assertThat(TlsRefusal.of(new SSLException("Unsupported or unrecognized SSL message")))
                .map(TlsRefusal::kind)
                .contains(Kind.NO_TLS);
    }

    @Test
    void otherFailuresMayHeal() {
        assertThat(TlsRefusal.of(new IOException("reset"))).isEmpty();
        assertThat(TlsRefusal.of(new SSLHandshakeException("closed"))).isEmpty();
        assertThat(TlsRefusal.of(new IOException(new CertPathBuilderException("no path"))))
                .isEmpty();
    }

    private static Optional<TlsRefusal> ofCause(Exception cause) {
        IOException failure = new SSLHandshakeException("failed");
        failure.initCause(new CertificateException("not trusted", cause));
        return TlsRefusal.of(failure);
    }
}

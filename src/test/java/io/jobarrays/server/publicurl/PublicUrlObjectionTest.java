package io.jobarrays.server.publicurl;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.TlsRefusal;
import io.jobarrays.contract.TlsRefusal.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicUrlObjectionTest {
    private static final URI URL = URI.create("https://spawn.example.com");

    @Test
    void untrustedCertificateNamesTheSetting() {
        assertThat(refused(Kind.UNTRUSTED, Optional.empty()))
                .isEqualTo(
                        "the certificate of https://spawn.example.com is of no authority that agents trust: set SPAWN_AGENT_CA to a PEM file of its authority");
        assertThat(refused(Kind.UNTRUSTED, Optional.of(Path.of("/etc/ca.pem"))))
                .isEqualTo(
                        "the certificate of https://spawn.example.com is of none of the authorities in /etc/ca.pem, which agents trust: add its authority to that file (SPAWN_AGENT_CA)");
    }

    @Test
    void otherRefusalsNameTheRemedy() {
        assertThat(refused(Kind.OTHER_HOST, Optional.empty()))
                .contains("of another host (why): use one that names spawn.example.com");
        assertThat(refused(Kind.EXPIRED, Optional.empty())).endsWith("has expired (why): renew it");
        assertThat(refused(Kind.NOT_YET_VALID, Optional.empty())).contains("check the clock");
        assertThat(refused(Kind.NO_TLS, Optional.empty())).contains("check the port");
        assertThat(PublicUrlObjection.unreachable(URL, "timed out"))
                .contains("cannot be reached from this server (timed out)");
    }

    private static String refused(Kind kind, Optional<Path> authorities) {
        return PublicUrlObjection.refused(URL, new TlsRefusal(kind, "why"), authorities);
    }
}

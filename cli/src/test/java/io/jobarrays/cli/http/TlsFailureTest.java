package io.jobarrays.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.TlsRefusal;
import io.jobarrays.contract.TlsRefusal.Kind;
import org.junit.jupiter.api.Test;

class TlsFailureTest {
    @Test
    void namesTheReasonAndTheRemedy() {
        assertThat(sentence(Kind.UNTRUSTED, "unable to find path"))
                .startsWith("GET /x: https://a: its certificate is of no authority")
                .endsWith("--ca FILE or SPAWN_CA_FILE");
        assertThat(sentence(Kind.EXPIRED, "NotAfter: yesterday"))
                .contains("has expired (NotAfter: yesterday)");
        assertThat(sentence(Kind.NOT_YET_VALID, "NotBefore: tomorrow"))
                .contains("not valid yet (NotBefore: tomorrow)");
        assertThat(sentence(Kind.OTHER_HOST, "No name matching a found"))
                .contains("of another host (No name matching a found); check --url");
        assertThat(sentence(Kind.NO_TLS, "Unsupported")).contains("does not speak TLS");
    }

    private static String sentence(Kind kind, String detail) {
        return TlsFailure.sentence("GET /x", "https://a", new TlsRefusal(kind, detail));
    }
}

package io.jobarrays.cli.http;

import io.jobarrays.contract.TlsRefusal;

/** Sentences for a control plane whose certificate is refused, or that does not speak TLS. */
final class TlsFailure {
    private TlsFailure() {}

    static String sentence(String tried, String url, TlsRefusal refusal) {
        return "%s: %s: %s".formatted(tried, url, reason(refusal));
    }

    private static String reason(TlsRefusal refusal) {
        return switch (refusal.kind()) {
            case UNTRUSTED ->
                    "its certificate is of no authority that is trusted here; name the file of its authority with --ca FILE or SPAWN_CA_FILE";
            case EXPIRED ->
                    "its certificate has expired (%s); renew it".formatted(refusal.detail());
            case NOT_YET_VALID ->
                    "its certificate is not valid yet (%s)".formatted(refusal.detail());
            case OTHER_HOST ->
                    "its certificate is of another host (%s); check --url and SPAWN_URL"
                            .formatted(refusal.detail());
            case NO_TLS -> "it does not speak TLS; write http:// if that is meant";
        };
    }
}

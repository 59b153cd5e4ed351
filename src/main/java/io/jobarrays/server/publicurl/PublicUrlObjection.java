package io.jobarrays.server.publicurl;

import io.jobarrays.contract.TlsRefusal;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Sentences that say why agents will not enrol at the public URL, and what to do. */
final class PublicUrlObjection {
    private PublicUrlObjection() {}

    /**
     * @param authorities file of {@code spawn.agent.ca}; empty: agents trust those of their image
     */
    static String refused(URI url, TlsRefusal refusal, Optional<Path> authorities) {
        return switch (refusal.kind()) {
            case UNTRUSTED -> untrusted(url, authorities);
            case EXPIRED ->
                    "the certificate of %s has expired (%s): renew it"
                            .formatted(url, refusal.detail());
            case NOT_YET_VALID ->
                    "the certificate of %s is not valid yet (%s): check the clock of this server"
                            .formatted(url, refusal.detail());
            case OTHER_HOST ->
                    "the certificate of %s is of another host (%s): use one that names %s, or change SPAWN_PUBLIC_URL"
                            .formatted(url, refusal.detail(), url.getHost());
            case NO_TLS ->
                    "the server at %s does not speak TLS: check the port of SPAWN_PUBLIC_URL"
                            .formatted(url);
        };
    }

    private static String untrusted(URI url, Optional<Path> authorities) {
        return authorities
                .map(
                        file ->
                                "the certificate of %s is of none of the authorities in %s, which agents trust: add its authority to that file (SPAWN_AGENT_CA)"
                                        .formatted(url, file))
                .orElseGet(
                        () ->
                                "the certificate of %s is of no authority that agents trust: set SPAWN_AGENT_CA to a PEM file of its authority"
                                        .formatted(url));
    }

    static String unreachable(URI url, String reason) {
        return "%s, SPAWN_PUBLIC_URL, cannot be reached from this server (%s), perhaps not from instances either"
                .formatted(url, reason);
    }
}

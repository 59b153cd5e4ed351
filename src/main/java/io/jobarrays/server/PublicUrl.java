package io.jobarrays.server;

import io.jobarrays.server.SpawnConfig.Cloud;
import java.net.URI;
import java.util.Optional;

/** Address of this control plane for instances; those of EC2 must reach it by TLS. */
final class PublicUrl {
    static final String KEY = "spawn.public-url";

    private PublicUrl() {}

    /** Reason why a server with this address must not start; empty when it may. */
    static Optional<String> objection(Cloud cloud, Optional<String> url) {
        if (cloud == Cloud.LOCAL) {
            return Optional.empty();
        }
        if (url.isEmpty()) {
            return Optional.of(
                    "%s is not set; with spawn.cloud=aws it is the https URL at which instances reach this control plane"
                            .formatted(KEY));
        }
        return isHttps(url.get())
                ? Optional.empty()
                : Optional.of(
                        "%s=%s is no https URL; agents would send their tokens, and get commands and secrets, unencrypted"
                                .formatted(KEY, url.get()));
    }

    private static boolean isHttps(String url) {
        try {
            URI parsed = URI.create(url);
            return "https".equalsIgnoreCase(parsed.getScheme()) && parsed.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

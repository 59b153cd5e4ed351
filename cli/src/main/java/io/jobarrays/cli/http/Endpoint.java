package io.jobarrays.cli.http;

import java.net.URI;
import java.util.Optional;

/**
 * URL and token of a control plane.
 *
 * @param url without a slash at the end
 */
public record Endpoint(String url, Optional<String> token) {
    public Endpoint {
        while (url.endsWith("/")) {
            url = url.substring(0, url.length() - 1);
        }
    }

    /** Whether text is the address of an HTTP server. */
    public static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}

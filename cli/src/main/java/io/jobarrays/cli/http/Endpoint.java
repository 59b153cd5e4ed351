package io.jobarrays.cli.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * URL and token of a control plane.
 *
 * @param url without a slash at the end
 * @param tls TLS with the authorities to trust; empty: Java's
 */
public record Endpoint(String url, Optional<String> token, Optional<SSLContext> tls) {
    public Endpoint {
        while (url.endsWith("/")) {
            url = url.substring(0, url.length() - 1);
        }
    }

    public Endpoint(String url, Optional<String> token) {
        this(url, token, Optional.empty());
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

    /**
     * Whether two URLs name the same server and path; {@code localhost} is not {@code 127.0.0.1}.
     */
    public static boolean areSame(String one, String other) {
        return isUrl(one) && isUrl(other) && canonical(one).equals(canonical(other));
    }

    private static String canonical(String url) {
        URI uri = URI.create(new Endpoint(url, Optional.empty()).url());
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        return "%s://%s:%d%s"
                .formatted(
                        uri.getScheme(),
                        uri.getHost().toLowerCase(Locale.ROOT),
                        port,
                        uri.getPath());
    }
}

package io.jobarrays.server.net;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.TextValidator;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Receiver of notifications. Path and query of its URL may be secret: no text shows them. */
public record NotifyTarget(URI url, NotifyFormat format) {
    private static final int MAX_URL_LENGTH = 2048;
    private static final int MAX_PORT = 65_535;

    /** Which programs read as an IPv4 address in octal, hexadecimal or with fewer parts. */
    private static final Pattern ENDS_IN_NUMBER =
            Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern IPV4 =
            Pattern.compile("((0|[1-9]\\d{0,2})\\.){3}(0|[1-9]\\d{0,2})");

    /**
     * @param what name of the flag or setting, for the error message
     * @param format null: json
     * @throws Refusal when the URL is malformed, whatever the settings of the server are
     */
    public static NotifyTarget parse(String what, String url, @Nullable String format) {
        NotifyFormat shape =
                format == null ? NotifyFormat.JSON : NotifyFormat.parse(what + "-format", format);
        TextValidator.requirePrintable(what, url);
        if (url.length() > MAX_URL_LENGTH) {
            throw new Refusal(
                    "%s: the URL has %d characters; at most %d are taken"
                            .formatted(what, url.length(), MAX_URL_LENGTH));
        }
        return new NotifyTarget(uri(what, url), shape);
    }

    private static URI uri(String what, String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // Its message would quote the URL.
            throw new Refusal(what + ": it is no URL; write https://HOST/PATH");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new Refusal(what + ": the URL does not begin with https://; write one that does");
        }
        if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
            throw new Refusal(
                    what + ": the URL has a user name or password; leave the part before @ out");
        }
        if (!hasHost(uri) || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new Refusal(
                    what + ": the URL names no host that can be reached; write https://HOST/PATH");
        }
        if (uri.getRawFragment() != null) {
            throw new Refusal(what + ": the URL has a fragment; leave # and the rest out");
        }
        return uri;
    }

    private static boolean hasHost(URI uri) {
        String host = uri.getHost();
        return host != null
                && host.indexOf('%') < 0
                && (!ENDS_IN_NUMBER.matcher(host).matches() || IPV4.matcher(host).matches());
    }

    /** Text that {@link #ofText} reads, for a sealed column. */
    public String text() {
        return format.word() + " " + url;
    }

    public static NotifyTarget ofText(String text) {
        int blank = text.indexOf(' ');
        return new NotifyTarget(
                URI.create(text.substring(blank + 1)),
                NotifyFormat.parse("notify-format", text.substring(0, blank)));
    }

    public boolean encrypted() {
        return url.getScheme().equalsIgnoreCase("https");
    }

    /** Host without the brackets of an IPv6 address and without the dot of an absolute name. */
    public String host() {
        String host = url.getHost();
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    public int port() {
        return url.getPort() > 0 ? url.getPort() : encrypted() ? 443 : 80;
    }

    /** Path and query as they are sent. */
    public String pathAndQuery() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** The address, if the URL has one instead of a name. */
    public Optional<InetAddress> literalAddress() {
        try {
            return Optional.of(InetAddress.ofLiteral(host()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The URL for people: without path and query. */
    public String masked() {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        return pathAndQuery().equals("/") ? origin + "/" : origin + "/…";
    }

    @Override
    public String toString() {
        return masked();
    }
}

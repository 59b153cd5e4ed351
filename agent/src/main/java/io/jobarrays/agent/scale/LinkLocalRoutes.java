package io.jobarrays.agent.scale;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses on this host of the services that an instance of the local cloud reaches at link-local
 * addresses.
 *
 * @param metadata base URI of the instance's metadata service
 * @param controlPlane file that contains the control plane's URL; read for every request, because
 *     the control plane may be restarted at another port
 */
record LinkLocalRoutes(URI metadata, Path controlPlane) {
    /** Address of the metadata service on EC2. */
    static final String METADATA_HOST = "169.254.169.254";

    /** Address of the control plane in instances of the local cloud. */
    static final String CONTROL_PLANE_HOST = "169.254.169.252";

    private static final Pattern URL = Pattern.compile("\"url\"\\s*:\\s*\"(http://[^\"]+)\"");

    /**
     * Returns the address on this host; other addresses unchanged.
     *
     * @throws ConnectException when the control plane's URL is not known
     */
    URI route(URI uri) throws IOException {
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return switch (String.valueOf(uri.getHost())) {
            case METADATA_HOST -> URI.create(metadata + path);
            case CONTROL_PLANE_HOST ->
                    URI.create(
                            withoutTls(uri.getScheme()) + "://" + controlPlaneAuthority() + path);
            default -> uri;
        };
    }

    /**
     * Also when the public URL is https: machines of scale mode call over the loopback interface.
     */
    private static String withoutTls(String scheme) {
        return switch (scheme) {
            case "https" -> "http";
            case "wss" -> "ws";
            default -> scheme;
        };
    }

    private String controlPlaneAuthority() throws IOException {
        Matcher url = URL.matcher(Files.readString(controlPlane));
        if (!url.find()) {
            throw new ConnectException(controlPlane + " names no url");
        }
        return URI.create(url.group(1)).getRawAuthority();
    }
}

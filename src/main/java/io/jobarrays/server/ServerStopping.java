package io.jobarrays.server;

/**
 * Event at the start of an orderly end, before the HTTP server waits for the calls under way: what
 * holds a connection open closes it.
 */
public record ServerStopping() {
    /** "Service Restart": RFC 6455 registry of the IANA; the client connects again. */
    public static final int CLOSE_CODE = 1012;

    public static final String CLOSE_REASON = "the control plane ends; connect again";
}

package io.jobarrays.server.caller;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, for events and the log.
 *
 * @param token id of the token, which is not secret
 * @param address IP address
 */
public record Caller(String token, String address) {
    private static final ThreadLocal<@Nullable Caller> CURRENT = new ThreadLocal<>();

    /** Makes it the caller of this thread until {@link #leave}. */
    public void enter() {
        CURRENT.set(this);
    }

    public static void leave() {
        CURRENT.remove();
    }

    /** Caller of this thread; null: the control plane acts by itself. */
    public static @Nullable Caller current() {
        return CURRENT.get();
    }

    /** As the log shows it. */
    @Override
    public String toString() {
        return "token %s, %s".formatted(token, address);
    }
}

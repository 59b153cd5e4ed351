package io.jobarrays.agent.log;

/**
 * Rate limit of log sent while the work runs: 512 KiB per second on average with bursts of 8 MiB,
 * so that verbose members do not saturate the server.
 */
public final class LogRateLimit {
    private static final long BYTES_PER_SECOND = 512 << 10;
    private static final long BURST_BYTES = 8 << 20;

    private double availableBytes = BURST_BYTES;
    private long updatedAt;

    /**
     * @param now nanoseconds, from any origin
     */
    LogRateLimit(long now) {
        updatedAt = now;
    }

    /** Returns whether a chunk may be sent; the balance may become negative by one chunk. */
    public boolean permits(long now) {
        availableBytes =
                Math.min(
                        BURST_BYTES, availableBytes + (now - updatedAt) * (BYTES_PER_SECOND / 1e9));
        updatedAt = now;
        return availableBytes > 0;
    }

    public void consume(long bytes) {
        availableBytes -= bytes;
    }
}

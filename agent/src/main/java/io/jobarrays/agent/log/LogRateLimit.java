package io.jobarrays.agent.log;

/**
 * How much log may be sent while the work runs: 512 KiB a second on average, and 8 MiB at once
 * after a quieter time, so that many talkative members do not crowd out everything else.
 */
public final class LogRateLimit {
    private static final long BYTES_PER_SECOND = 512 << 10;
    private static final long BURST_BYTES = 8 << 20;

    private double availableBytes = BURST_BYTES;
    private long updatedAt;

    /**
     * @param now nanoseconds, of any beginning
     */
    LogRateLimit(long now) {
        updatedAt = now;
    }

    /** May run into debt by one piece, which the time to come pays off. */
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

package io.jobarrays.agent.log;

/**
 * How much log may be sent while the work runs: 512 KiB a second on average, and 8 MiB at once
 * after a quieter time, so that many talkative members do not crowd out everything else.
 */
public final class LogAllowance {
    private static final long BYTES_PER_SECOND = 512 << 10;
    private static final long BURST = 8 << 20;

    private double left = BURST;
    private long at;

    /**
     * @param now nanoseconds, of any beginning
     */
    LogAllowance(long now) {
        at = now;
    }

    /** May run into debt by one piece, which the time to come pays off. */
    public boolean grants(long now) {
        left = Math.min(BURST, left + (now - at) * (BYTES_PER_SECOND / 1e9));
        at = now;
        return left > 0;
    }

    public void spend(long bytes) {
        left -= bytes;
    }
}

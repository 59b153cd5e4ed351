package io.jobarrays.localcloud.base;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Clock of the account, which can be moved ahead. The file {@code clock} in the state directory
 * holds the offset in whole seconds, so that a control plane can follow it.
 */
public final class AdjustableClock extends Clock {
    private static final String OFFSET_FILE = "clock";
    private static final Duration MAX_OFFSET = Duration.ofDays(36_500);

    private final Clock real;
    private final CloudStateDirectory state;
    private volatile Duration offset = Duration.ZERO;

    private AdjustableClock(Clock real, CloudStateDirectory state) {
        this.real = real;
        this.state = state;
    }

    /** Starts at the real time; removes the offset file of an earlier cloud. */
    public static AdjustableClock of(Clock real, CloudStateDirectory state) throws IOException {
        state.remove(OFFSET_FILE);
        return new AdjustableClock(real, state);
    }

    /**
     * Adds to the offset.
     *
     * @throws IllegalArgumentException when the clock would be more than 100 years ahead
     */
    public synchronized void advance(Duration time) throws IOException {
        if (time.compareTo(MAX_OFFSET.minus(offset)) > 0) {
            throw new IllegalArgumentException(
                    "The clock of the account can be at most 100 years ahead.");
        }
        Duration moved = offset.plus(time);
        state.write(OFFSET_FILE, moved.toSeconds() + "\n");
        offset = moved;
    }

    public Duration offset() {
        return offset;
    }

    /** Removes the offset file, so that a control plane returns to the real time. */
    public void removeFile() throws IOException {
        state.remove(OFFSET_FILE);
    }

    @Override
    public Instant instant() {
        return real.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

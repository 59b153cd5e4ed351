package io.jobarrays.agent.scale;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Clock of one machine: the host's time and an offset, which a restart keeps. */
final class MachineClock extends Clock {
    private volatile Duration offset = Duration.ZERO;

    void setOffset(Duration ahead) {
        offset = ahead;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("machines use UTC");
    }
}

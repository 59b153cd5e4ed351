package io.jobarrays.agent.scale;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Clock of one run of a machine: the host's time and an offset. */
final class MachineClock extends Clock {
    private volatile Duration offset;

    MachineClock(Duration offset) {
        this.offset = offset;
    }

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

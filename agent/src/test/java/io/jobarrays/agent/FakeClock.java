package io.jobarrays.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A machine's clock, which may be set, and its uptime, which may not. */
public final class FakeClock extends Clock {
    private Instant clock;
    private Duration up = Duration.ofMinutes(1);

    public FakeClock(Instant clock) {
        this.clock = clock;
    }

    public void pass(Duration span) {
        clock = clock.plus(span);
        up = up.plus(span);
    }

    public void setClock(Instant at) {
        clock = at;
    }

    public Duration uptime() {
        return up;
    }

    @Override
    public Instant instant() {
        return clock;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

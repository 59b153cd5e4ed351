package io.jobarrays.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Settable clock of a machine, with a monotonic uptime. */
public final class FakeClock extends Clock {
    private Instant now;
    private Duration uptime = Duration.ofMinutes(1);

    public FakeClock(Instant clock) {
        this.now = clock;
    }

    public void advance(Duration span) {
        now = now.plus(span);
        uptime = uptime.plus(span);
    }

    public void setClock(Instant at) {
        now = at;
    }

    public Duration uptime() {
        return uptime;
    }

    @Override
    public Instant instant() {
        return now;
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

package io.jobarrays.localcloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Clock that a test can move ahead; otherwise it runs in real time. */
public final class TestClock extends Clock {
    private volatile Duration ahead;

    public TestClock(Instant now) {
        this.ahead = Duration.between(Instant.now(), now);
    }

    public void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
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

package io.jobarrays.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Producer of the server's clock: UTC, with the offset of the local cloud's clock if it has one. It
 * ticks in microseconds, the precision of PostgreSQL's timestamps, so that a time in memory is the
 * same after it was written and read again.
 */
class ClockProducer {
    @Produces
    @ApplicationScoped
    Clock clock(SpawnConfig config) {
        Clock clock = config.clockFile().<Clock>map(OffsetClock::new).orElseGet(Clock::systemUTC);
        return Clock.tick(clock, Duration.of(1, ChronoUnit.MICROS));
    }
}

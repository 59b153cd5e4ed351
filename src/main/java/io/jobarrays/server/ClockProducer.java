package io.jobarrays.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/**
 * Producer of the server's clock: UTC, with the offset of the local cloud's clock if it has one.
 */
class ClockProducer {
    @Produces
    @ApplicationScoped
    Clock clock(SpawnConfig config) {
        return config.clockFile().<Clock>map(OffsetClock::new).orElseGet(Clock::systemUTC);
    }
}

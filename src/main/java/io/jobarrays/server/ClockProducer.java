package io.jobarrays.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Time as everybody reads it: in UTC, and moved with the local cloud where that was moved. */
class ClockProducer {
    @Produces
    @ApplicationScoped
    Clock clock(SpawnConfig config) {
        return config.clockFile().<Clock>map(OffsetClock::new).orElseGet(Clock::systemUTC);
    }
}

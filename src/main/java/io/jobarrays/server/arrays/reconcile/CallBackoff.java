package io.jobarrays.server.arrays.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Time before an EC2 operation of one array is tried again: twice as long after each failure, up to
 * {@link #LONGEST}, with a jitter that spreads the calls of arrays that wait for the same thing.
 * Not for concurrent use.
 */
final class CallBackoff {
    static final Duration SHORTEST = Duration.ofSeconds(2);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private Duration next = SHORTEST;
    private Instant until = Instant.EPOCH;

    CallBackoff(Clock clock) {
        this.clock = clock;
    }

    boolean isOver() {
        return !clock.instant().isBefore(until);
    }

    /** When the next call may be made. */
    Instant until() {
        return until;
    }

    void failed() {
        long millis = next.toMillis();
        until =
                clock.instant()
                        .plusMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2));
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    void succeeded() {
        next = SHORTEST;
        until = Instant.EPOCH;
    }
}

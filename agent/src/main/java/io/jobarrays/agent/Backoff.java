package io.jobarrays.agent;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts, longer each time up to 5 s, and never the same on two machines. */
final class Backoff {
    private static final long SHORTEST = 200;
    private static final long LONGEST = 5_000;

    private long bound = SHORTEST;

    void reset() {
        bound = SHORTEST;
    }

    void pause() throws InterruptedException {
        Thread.sleep(next());
    }

    Duration next() {
        bound = Math.min(LONGEST, bound * 2);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(SHORTEST, bound + 1));
    }
}

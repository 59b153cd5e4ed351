package io.jobarrays.agent.host;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts, longer each time up to 5 s, and never the same on two machines. */
public final class RetryBackoff {
    private static final long SHORTEST = 200;
    private static final long LONGEST = 5_000;

    private long bound = SHORTEST;

    public void reset() {
        bound = SHORTEST;
    }

    public void pause() throws InterruptedException {
        Thread.sleep(next());
    }

    Duration next() {
        bound = Math.min(LONGEST, bound * 2);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(SHORTEST, bound + 1));
    }
}

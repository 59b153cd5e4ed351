package io.jobarrays.agent.host;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Exponential back-off with jitter between attempts: 200 ms to 5 s. */
public final class RetryBackoff {
    private static final long MIN_PAUSE_MILLIS = 200;
    private static final long MAX_PAUSE_MILLIS = 5_000;

    private long maxPauseMillis = MIN_PAUSE_MILLIS;

    public void reset() {
        maxPauseMillis = MIN_PAUSE_MILLIS;
    }

    public void pause() throws InterruptedException {
        Thread.sleep(nextPause());
    }

    Duration nextPause() {
        maxPauseMillis = Math.min(MAX_PAUSE_MILLIS, maxPauseMillis * 2);
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(MIN_PAUSE_MILLIS, maxPauseMillis + 1));
    }
}

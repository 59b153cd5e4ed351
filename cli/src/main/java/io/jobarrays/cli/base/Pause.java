package io.jobarrays.cli.base;

import java.time.Duration;

/** Waiting between two looks at something that cannot call us. */
public final class Pause {
    private Pause() {}

    public static void of(Duration span) {
        try {
            Thread.sleep(span);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of("SPAWN-INTERRUPTED", "interrupted");
        }
    }
}

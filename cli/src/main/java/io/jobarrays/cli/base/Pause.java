package io.jobarrays.cli.base;

import java.time.Duration;

/** Waits between two polls; fails when interrupted. */
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

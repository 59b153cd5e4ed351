package io.jobarrays.server;

import io.quarkus.dev.console.DevConsoleManager;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Quarkus dev mode, in which a changed source starts the application again in the same process,
 * with classes of a new class loader. {@code LaunchMode.current()} is not set yet in {@code main}.
 */
final class DevMode {
    /** Kept by Quarkus across class loaders. */
    private static final String RUN = "spawn.run";

    private DevMode() {}

    static boolean isOn() {
        return DevConsoleManager.getHotReplacementContext() != null;
    }

    /**
     * Records the run of the application that begins.
     *
     * @param stopped released when the run has ended
     * @return whether an earlier run of this process has acquired the state directory and started
     *     the database
     */
    static boolean isReload(CountDownLatch stopped) {
        boolean reload = latestRun() != null;
        DevConsoleManager.setGlobal(RUN, stopped);
        return reload;
    }

    /** Waits until the latest run has ended. */
    static void awaitEnd(Duration timeout) throws InterruptedException {
        CountDownLatch run = latestRun();
        if (run != null) {
            run.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static @Nullable CountDownLatch latestRun() {
        return DevConsoleManager.getGlobal(RUN);
    }
}

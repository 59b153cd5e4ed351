package io.jobarrays.server.problems;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Repeats work that fails with a {@link StorageFailure} until the database and the disk are back;
 * any other failure is the caller's. The work must be repeatable, since a commit whose answer was
 * lost may have taken effect.
 */
public final class OutageRetry {
    private static final Logger LOG = Logger.getLogger(OutageRetry.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private OutageRetry() {}

    public static void run(String name, Runnable work) {
        call(
                name,
                () -> {
                    work.run();
                    return true;
                });
    }

    /**
     * Blocks the calling thread during the outage; an interrupt ends the wait with the failure.
     *
     * @param name of the work, for the log
     */
    public static <T extends @Nullable Object> T call(String name, Supplier<T> work) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                Optional<StorageFailure> outage = StorageFailure.of(e);
                if (outage.isEmpty() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.debugf("%s waits for the database: %s", name, outage.get().detail());
                LockSupport.parkNanos(pause.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? pause.multipliedBy(2)
                            : LONGEST_PAUSE;
        }
    }
}

package io.jobarrays.benchmarks.subject;

import io.jobarrays.benchmarks.plane.ArrayDatabase;
import io.jobarrays.benchmarks.plane.ArrayProgress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Waits for conditions of an array.
 *
 * @param begin when the array was submitted
 * @param limit time from then after which no wait goes on
 */
record ProgressPoller(ArrayDatabase database, String array, Instant begin, Duration limit) {
    static final Duration INTERVAL = Duration.ofMillis(100);

    /**
     * @throws RunStopped when the array ends without the condition, or at the limit
     */
    ArrayProgress await(Predicate<ArrayProgress> condition)
            throws IOException, InterruptedException, RunStopped {
        while (true) {
            ArrayProgress progress = database.progress(array);
            if (condition.test(progress)) {
                return progress;
            }
            if (progress.isOver()) {
                throw stopped("the array ended", progress);
            }
            if (Duration.between(begin, Instant.now()).compareTo(limit) > 0) {
                throw stopped("not done after %d s".formatted(limit.toSeconds()), progress);
            }
            Thread.sleep(INTERVAL);
        }
    }

    private RunStopped stopped(String why, ArrayProgress progress) throws IOException {
        return new RunStopped(
                "%s: %s; the newest events: %s"
                        .formatted(
                                why,
                                progress.sentence(),
                                String.join("; ", database.lastEvents(array))));
    }
}

package io.jobarrays.server.arrays.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Estimate of the time until all indexes of an array have ended, from those that have ended. */
public final class RemainingTime {
    private RemainingTime() {}

    /**
     * Median duration of the indexes that have ended times the work that is left, divided by the
     * number of indexes that run at one time; at least the longest index that is left. Empty before
     * an index has ended, and when all that are left have run for longer than the median.
     *
     * @param ended durations of the indexes whose work has ended
     * @param running durations so far of the indexes that have a machine
     * @param waiting number of indexes without a machine
     * @param width number of indexes that have a machine at one time
     */
    public static Optional<Duration> of(
            List<Duration> ended, List<Duration> running, int waiting, int width) {
        if (ended.isEmpty()) {
            return Optional.empty();
        }
        Duration median = median(ended);
        List<Duration> left =
                Stream.concat(
                                running.stream().map(median::minus),
                                Collections.nCopies(waiting, median).stream())
                        .filter(Duration::isPositive)
                        .toList();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        Duration work = left.stream().reduce(Duration.ZERO, Duration::plus);
        Duration shared = work.dividedBy(Math.max(1, width));
        Duration longest = Collections.max(left);
        return Optional.of(shared.compareTo(longest) > 0 ? shared : longest);
    }

    private static Duration median(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }
}

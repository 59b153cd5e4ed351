package io.jobarrays.server.batch.retention;

import io.jobarrays.server.RetentionLimits;
import io.jobarrays.server.batch.rows.EndedExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Executions that are purged by their age and their number, and those that may be purged for the
 * bytes of their files.
 *
 * @param byAge ended before the limit
 * @param byCount the oldest of those that are more than the limit
 * @param left the oldest first; without those that ended in the last hour
 */
record RetentionPlan(List<Long> byAge, List<Long> byCount, List<Long> left) {
    /** A user reads the result of an execution before it is purged. */
    private static final Duration MIN_KEPT = Duration.ofHours(1);

    /**
     * @param ended executions that have ended and may be purged, the oldest first
     */
    static RetentionPlan of(List<EndedExecution> ended, RetentionLimits limits, Instant now) {
        Instant oldest = now.minus(limits.age());
        int old = (int) ended.stream().filter(it -> it.endedAt().isBefore(oldest)).count();
        List<EndedExecution> younger = ended.subList(old, ended.size());
        Instant newest = now.minus(MIN_KEPT);
        List<Long> purgeable =
                younger.stream()
                        .takeWhile(it -> it.endedAt().isBefore(newest))
                        .map(EndedExecution::id)
                        .toList();
        int surplus = Math.clamp(younger.size() - limits.count(), 0, purgeable.size());
        return new RetentionPlan(
                ended.subList(0, old).stream().map(EndedExecution::id).toList(),
                purgeable.subList(0, surplus),
                purgeable.subList(surplus, purgeable.size()));
    }
}

package io.jobarrays.server.arrays.view;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.plan.RemainingTime;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Progress of the indexes of an array: how many are in each state, their times and their cost.
 *
 * @param waiting indexes without a machine, or whose work waits for other stages or a retry
 * @param starting indexes that have a machine, and no work yet
 * @param running indexes whose work runs
 * @param succeeded indexes that ended with 0
 * @param failed indexes that ended otherwise
 * @param endedByPolicy indexes that were ended since others decided
 * @param startedAt null: it has not begun
 * @param endedAt when its last index ended; null while one is open
 * @param remainingSeconds estimate until the last index ends; null: unknown, as before an index has
 *     ended
 * @param costUsd estimate of what its instances have cost so far, at on-demand prices
 */
public record IndexProgress(
        int waiting,
        int starting,
        int running,
        int succeeded,
        int failed,
        int endedByPolicy,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long remainingSeconds,
        BigDecimal costUsd) {

    /** Of an array that has not begun. */
    public static IndexProgress planned(int size) {
        return new IndexProgress(
                size, 0, 0, 0, 0, 0, null, null, null, BigDecimal.ZERO.setScale(2));
    }

    /**
     * @param startedAt when the array was created
     */
    static IndexProgress of(
            ArraySnapshot array, Instant startedAt, BigDecimal costUsd, Instant now) {
        Predicate<MemberSnapshot> waits = member -> member.open() && waits(member, now);
        Predicate<MemberSnapshot> runs = member -> member.open() && !waits(member, now);
        int waiting = array.count(waits);
        int running = array.count(runs.and(member -> works(array, member)));
        return new IndexProgress(
                waiting,
                array.count(runs) - running,
                running,
                array.count(MemberSnapshot::succeeded),
                array.count(MemberSnapshot::failed),
                array.count(member -> member.exit() == ExitReason.Plain.ENDED_BY_POLICY),
                startedAt,
                array.any(MemberSnapshot::open) ? null : lastEnd(array),
                remainingSeconds(array, waiting, runs, now),
                costUsd);
    }

    private static boolean waits(MemberSnapshot member, Instant now) {
        return !member.hasLiveInstance() || member.desiredOff() || member.waits(now);
    }

    /** Without work, a machine that is up is all there is to do. */
    private static boolean works(ArraySnapshot array, MemberSnapshot member) {
        return array.spec().work().isEmpty() ? member.enrolled() : member.workWasSent();
    }

    private static @Nullable Instant lastEnd(ArraySnapshot array) {
        return array.members().stream()
                .map(MemberSnapshot::endedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Long remainingSeconds(
            ArraySnapshot array, int waiting, Predicate<MemberSnapshot> runs, Instant now) {
        List<Duration> ended =
                array.members().stream()
                        .filter(MemberSnapshot::hasRun)
                        .flatMap(
                                member ->
                                        Stream.ofNullable(member.endedAt())
                                                .map(end -> duration(member, end)))
                        .toList();
        List<Duration> running =
                array.members().stream().filter(runs).map(it -> duration(it, now)).toList();
        Integer most = array.spec().maxConcurrent();
        int width = most == null ? running.size() : Math.min(most, running.size() + waiting);
        return RemainingTime.of(ended, running, waiting, width)
                .map(Duration::toSeconds)
                .orElse(null);
    }

    private static Duration duration(MemberSnapshot member, Instant end) {
        Instant begin = member.admittedAt() == null ? member.attemptAt() : member.admittedAt();
        return end.isBefore(begin) ? Duration.ZERO : Duration.between(begin, end);
    }
}

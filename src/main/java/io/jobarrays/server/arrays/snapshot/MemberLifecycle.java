package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.Member;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a member's machine and how far that is.
 *
 * @param at when the power was asked for
 * @param halted its work has ended so that the machine can stop
 * @param paused its agent rests the deadline
 * @param deadline null while the machine is off, or without TTL
 * @param remaining null while the machine runs, or without TTL
 * @param leastGeneration machines of a lower one are to be replaced
 * @param interruptedAt EC2 said that it takes the machine back then
 * @param idleSince null: it is busy, or its agent has not said
 */
public record MemberLifecycle(
        DesiredPower desiredPower,
        @Nullable Instant powerRequestedAt,
        @Nullable String powerReason,
        boolean workStopped,
        boolean deadlinePaused,
        @Nullable Instant deadline,
        @Nullable Duration ttlRemaining,
        @Nullable Instant deadlineStored,
        int minGeneration,
        int retries,
        int reclaims,
        @Nullable Instant interruptedAt,
        @Nullable String busyReason,
        @Nullable Instant idleSince) {

    static MemberLifecycle of(Member row) {
        return new MemberLifecycle(
                row.power,
                row.powerAt,
                row.powerReason,
                row.halted,
                row.paused,
                row.ttlDeadline,
                row.ttlRemaining == null ? null : Duration.ofSeconds(row.ttlRemaining),
                row.deadlineStored,
                row.leastGeneration,
                row.retries,
                row.reclaims,
                row.interruptedAt,
                row.busy,
                row.idleSince);
    }

    public boolean deadlinePassed(Instant now) {
        return deadline != null && !now.isBefore(deadline);
    }

    /** Whether the power was asked for longer ago than this. */
    public boolean powerRequestedLongerAgoThan(Duration span, Instant now) {
        return powerRequestedAt != null && now.isAfter(powerRequestedAt.plus(span));
    }
}

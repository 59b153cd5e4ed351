package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.Member;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Desired power, deadline, retries and idleness of a member.
 *
 * @param powerReason EC2's last refusal of the desired power
 * @param workStopped its agent ended the work before a stop
 * @param deadlinePaused its agent has paused the deadline
 * @param deadline null while the instance is off, or without TTL
 * @param ttlRemaining null while the instance runs, or without TTL
 * @param deadlineStored the deadline that its agent has stored
 * @param held its work waits for other stages
 * @param deferred it gets a machine when another index has ended
 * @param lastInstance instance that is the machine of another member now; null: none
 * @param stopCause why its work is to be stopped; null: it is not
 * @param minGeneration instances of a lower generation are to be replaced
 * @param reclaims how often EC2 reclaimed its spot instance
 * @param interruptedAt time of EC2's spot interruption
 * @param busyReason null: idle, or not reported
 * @param idleSince null: busy, or not reported
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
        boolean held,
        boolean deferred,
        @Nullable String lastInstance,
        @Nullable String stopCause,
        int minGeneration,
        int retries,
        int reclaims,
        @Nullable Instant interruptedAt,
        @Nullable String busyReason,
        @Nullable Instant idleSince) {

    static MemberLifecycle of(Member row) {
        return new MemberLifecycle(
                row.power.desired,
                row.power.powerAt,
                row.power.powerReason,
                row.power.halted,
                row.power.paused,
                row.power.ttlDeadline,
                row.power.ttlRemaining == null ? null : Duration.ofSeconds(row.power.ttlRemaining),
                row.power.deadlineStored,
                row.held,
                row.deferred,
                row.lastInstance,
                row.stopCause,
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

    public boolean powerRequestedLongerAgoThan(Duration span, Instant now) {
        return powerRequestedAt != null && now.isAfter(powerRequestedAt.plus(span));
    }
}

package io.jobarrays.server.arrays.rows;

import static io.jobarrays.server.arrays.rows.MemberRows.update;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Transitions of desired power and activity in table {@code member}; each joins the caller's
 * transaction or begins one.
 */
public final class MemberPowerRows {
    private MemberPowerRows() {}

    /** All members that run or start are to be stopped or hibernated. */
    public static void requestOff(String arrayId, DesiredPower power, Instant now) {
        update(
                "power = ?1, powerAt = ?2, paused = false, halted = false where arrayId = ?3 and"
                        + " power in (RUNNING, STARTING)",
                power,
                now,
                arrayId);
    }

    /** These members are to be stopped or hibernated. */
    public static void requestOff(
            String arrayId, Collection<Integer> indexes, DesiredPower power, Instant now) {
        update(
                "power = ?1, powerAt = ?2, powerReason = null, paused = false, halted = false where"
                        + " arrayId = ?3 and index in ?4",
                power,
                now,
                arrayId,
                indexes);
    }

    /** An idle member is to be off; false when that was requested before. */
    public static boolean requestOffWhenIdle(
            String arrayId, int index, DesiredPower power, Instant now) {
        return update(
                        "power = ?1, powerAt = ?2, paused = false, halted = false where arrayId ="
                                + " ?3 and index = ?4 and power = RUNNING",
                        power,
                        now,
                        arrayId,
                        index)
                == 1;
    }

    public static void requestStart(String arrayId, Collection<Integer> indexes, Instant now) {
        update(
                "power = STARTING, powerAt = ?1, powerReason = null, peersGeneration = -1 where"
                        + " arrayId = ?2 and index in ?3",
                now,
                arrayId,
                indexes);
    }

    /** Only members that are off. */
    public static void requestStartOfStopped(
            String arrayId, Collection<Integer> indexes, Instant now) {
        update(
                "power = STARTING, powerAt = ?1, powerReason = null where arrayId = ?2 and index in"
                        + " ?3 and power in (STOPPED, HIBERNATED)",
                now,
                arrayId,
                indexes);
    }

    /** Started instances are running; members with another desired power by now stay. */
    public static void started(String arrayId, Collection<Integer> indexes) {
        update(
                "power = RUNNING, powerReason = null, paused = false, halted = false where arrayId"
                        + " = ?1 and index in ?2 and power = STARTING",
                arrayId,
                indexes);
    }

    public static void stoppedExternally(String arrayId, Collection<Integer> indexes, Instant now) {
        update(
                "power = STOPPED, powerAt = ?1 where arrayId = ?2 and index in ?3 and power ="
                        + " RUNNING",
                now,
                arrayId,
                indexes);
    }

    /** EC2 refused the desired power. */
    public static void refused(String arrayId, int index, String reason) {
        update("powerReason = ?1 where arrayId = ?2 and index = ?3", reason, arrayId, index);
    }

    /** The agent has ended the work before a stop. */
    public static void workStopped(String arrayId, int index) {
        update("halted = true where arrayId = ?1 and index = ?2", arrayId, index);
    }

    /** The agent has paused the deadline; ignored when the member was started again meanwhile. */
    public static void deadlinePaused(String arrayId, int index) {
        update(
                "paused = true where arrayId = ?1 and index = ?2 and power <> RUNNING",
                arrayId,
                index);
    }

    public static void activity(
            String arrayId, int index, @Nullable String busy, @Nullable Instant idleSince) {
        update(
                "busy = ?1, idleSince = ?2 where arrayId = ?3 and index = ?4",
                busy,
                idleSince,
                arrayId,
                index);
    }

    /** Records a spot interruption notice; false when it was recorded before. */
    public static boolean interrupted(String arrayId, int index, Instant at) {
        return update(
                        "interruptedAt = ?1 where arrayId = ?2 and index = ?3 and interruptedAt is"
                                + " null",
                        at,
                        arrayId,
                        index)
                == 1;
    }
}

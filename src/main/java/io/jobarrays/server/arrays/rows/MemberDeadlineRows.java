package io.jobarrays.server.arrays.rows;

import static io.jobarrays.server.arrays.rows.MemberRows.update;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Transitions of deadlines in table {@code member}; each joins the caller's transaction or begins
 * one. A member with TTL has either a deadline, or a remaining time while its instance is off.
 */
public final class MemberDeadlineRows {
    private MemberDeadlineRows() {}

    /** Replaces the deadline by the remaining time. */
    public static void pause(String arrayId, int index, Duration remaining) {
        update(
                "ttlRemaining = ?1, ttlDeadline = null, deadlineStored = null where arrayId = ?2"
                        + " and index = ?3 and ttlDeadline is not null",
                remaining.toSeconds(),
                arrayId,
                index);
    }

    /** Replaces the remaining time by a deadline. */
    public static void resume(String arrayId, int index, Instant deadline) {
        update(
                "ttlDeadline = ?1, ttlRemaining = null where arrayId = ?2 and index = ?3 and"
                        + " ttlDeadline is null",
                deadline,
                arrayId,
                index);
    }

    /** Moves a deadline that is not paused. */
    public static void move(String arrayId, int index, Instant deadline) {
        update(
                "ttlDeadline = ?1 where arrayId = ?2 and index = ?3 and ttlDeadline is not null",
                deadline,
                arrayId,
                index);
    }

    public static void extendRemaining(String arrayId, int index, Duration by) {
        update(
                "ttlRemaining = ttlRemaining + ?1 where arrayId = ?2 and index = ?3",
                by.toSeconds(),
                arrayId,
                index);
    }

    /** Sets the deadline of members whose instances are not launched yet; null without TTL. */
    public static void set(
            String arrayId, Collection<Integer> indexes, @Nullable Instant deadline) {
        update("ttlDeadline = ?1 where arrayId = ?2 and index in ?3", deadline, arrayId, indexes);
    }

    /** The agent has stored this deadline. */
    public static void stored(String arrayId, int index, Instant deadline) {
        update("deadlineStored = ?1 where arrayId = ?2 and index = ?3", deadline, arrayId, index);
    }

    /** Forgets deadline and power of the earlier instance; null without TTL. */
    public static void resetForNewInstance(String arrayId, int index, @Nullable Instant deadline) {
        update(
                "ttlDeadline = ?1, ttlRemaining = null, deadlineStored = null, power = RUNNING,"
                        + " paused = false where arrayId = ?2 and index = ?3",
                deadline,
                arrayId,
                index);
    }
}

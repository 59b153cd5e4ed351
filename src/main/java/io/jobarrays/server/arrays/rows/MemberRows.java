package io.jobarrays.server.arrays.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transitions of attempts and peers in table {@code member}; each joins the caller's transaction or
 * begins one.
 */
public final class MemberRows {
    private MemberRows() {}

    /** Ends the attempt; false when it has ended before, or another attempt has begun. */
    public static boolean endAttempt(
            String arrayId,
            int index,
            int attempt,
            String exit,
            @Nullable String reason,
            Instant now) {
        return update(
                        "exitStatus = ?1, reason = ?2, endedAt = ?3 where arrayId = ?4 and index ="
                                + " ?5 and attempt = ?6 and exitStatus is null",
                        exit,
                        reason,
                        now,
                        arrayId,
                        index,
                        attempt)
                == 1;
    }

    /**
     * Sets why outputs of the attempt are on its instance only; null: none are. Without effect when
     * another attempt has begun.
     */
    public static void unkeptOutputs(
            String arrayId, int index, int attempt, @Nullable String reason) {
        update(
                "unkeptOutputs = ?1 where arrayId = ?2 and index = ?3 and attempt = ?4",
                reason,
                arrayId,
                index,
                attempt);
    }

    /** The instance of the attempt has ended with its unkept outputs. */
    public static void outputsLost(String arrayId, int index, int attempt) {
        update(
                "outputsLost = true where arrayId = ?1 and index = ?2 and attempt = ?3",
                arrayId,
                index,
                attempt);
    }

    /** Replaces {@code AGENT_SILENT} by the exit that the agent reports; false without effect. */
    public static boolean replaceSilentExit(
            String arrayId,
            int index,
            int attempt,
            String exit,
            @Nullable String reason,
            Instant now) {
        return update(
                        "exitStatus = ?1, reason = ?2, endedAt = ?3 where arrayId = ?4 and index ="
                                + " ?5 and attempt = ?6 and exitStatus = 'AGENT_SILENT'",
                        exit,
                        reason,
                        now,
                        arrayId,
                        index,
                        attempt)
                == 1;
    }

    /** Withdraws {@code AGENT_SILENT}, since the agent is back; false without effect. */
    public static boolean reopenSilent(String arrayId, int index, int attempt) {
        return update(
                        "exitStatus = null, reason = null, endedAt = null where arrayId = ?1 and"
                                + " index = ?2 and attempt = ?3 and exitStatus = 'AGENT_SILENT'",
                        arrayId,
                        index,
                        attempt)
                == 1;
    }

    /** Begins the next attempt, counted as a retry. */
    public static void retry(String arrayId, Collection<Integer> indexes, Instant now) {
        nextAttempt(arrayId, indexes, ", interruptedAt = null, retries = retries + 1", now);
    }

    /** Begins the next attempt after EC2 reclaimed the spot instance; not counted as a retry. */
    public static void replaceReclaimed(String arrayId, int index, Instant now) {
        nextAttempt(
                arrayId, List.of(index), ", interruptedAt = null, reclaims = reclaims + 1", now);
    }

    /** Begins the next attempt at a user's request; not counted as a retry. */
    public static void restart(String arrayId, Collection<Integer> indexes, Instant now) {
        nextAttempt(arrayId, indexes, ", interruptedAt = null", now);
    }

    /** Begins the next attempt after a stop interrupted the work. */
    public static void resume(String arrayId, Collection<Integer> indexes, Instant now) {
        nextAttempt(arrayId, indexes, "", now);
    }

    private static void nextAttempt(
            String arrayId, Collection<Integer> indexes, String assignments, Instant now) {
        update(
                "attempt = attempt + 1, exitStatus = null, reason = null, endedAt = null,"
                        + " unkeptOutputs = null, outputsLost = false, halted = false,"
                        + " peersGeneration = -1, attemptAt = ?1, admittedAt = null"
                        + assignments
                        + " where arrayId = ?2 and index in ?3",
                now,
                arrayId,
                indexes);
    }

    /**
     * Begins the next attempt of members that wait for instances together, without a new time to
     * wait.
     */
    public static void launchAgain(String arrayId, Collection<Integer> indexes) {
        update(
                "attempt = attempt + 1, peersGeneration = -1 where arrayId = ?1 and index in ?2",
                arrayId,
                indexes);
    }

    /** EC2's launch rate admitted the call for this attempt; the first time counts. */
    public static void admitted(String arrayId, Collection<Integer> indexes, Instant now) {
        update(
                "admittedAt = ?1 where arrayId = ?2 and index in ?3 and admittedAt is null",
                now,
                arrayId,
                indexes);
    }

    /** Instances of a lower generation are replaced. */
    public static void replaceInstance(String arrayId, int index, int minGeneration) {
        update(
                "leastGeneration = ?1 where arrayId = ?2 and index = ?3",
                minGeneration,
                arrayId,
                index);
    }

    /** Removes a member from an array that is scaled down. */
    public static void retire(String arrayId, int index) {
        update("retired = true where arrayId = ?1 and index = ?2", arrayId, index);
    }

    /** Peers were published; no agent has acknowledged them yet. */
    public static void peersPublished(String arrayId, Collection<Integer> indexes) {
        update("peersGeneration = 0 where arrayId = ?1 and index in ?2", arrayId, indexes);
    }

    /** An acknowledgement of an older generation that arrives late changes nothing. */
    public static void peersAcknowledged(String arrayId, int index, int generation) {
        update(
                "peersGeneration = ?3 where arrayId = ?1 and index = ?2 and peersGeneration < ?3",
                arrayId,
                index,
                generation);
    }

    static int update(String change, @Nullable Object... values) {
        return QuarkusTransaction.joiningExisting().call(() -> Member.update(change, values));
    }
}

package io.jobarrays.server.arrays.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Transitions of table {@code job_array}; each joins the caller's transaction or begins one. */
public final class ArrayRows {
    private ArrayRows() {}

    /** A suspended array has not finished: its batch job is started again. */
    public static void batchJobEnded(String arrayId) {
        update("finished = true where id = ?1 and not suspended", arrayId);
    }

    public static void batchJobRestarted(long execution) {
        update("finished = false where execution = ?1 and endedAt is null", execution);
    }

    public static void suspend(String arrayId) {
        update("suspended = true where id = ?1 and endedAt is null", arrayId);
    }

    public static void resume(String arrayId) {
        update("suspended = false, state = LAUNCHING where id = ?1 and suspended", arrayId);
    }

    public static void resize(String arrayId, int size) {
        update("size = ?1 where id = ?2", size, arrayId);
    }

    public static void drain(String arrayId) {
        update("draining = true where id = ?1 and endedAt is null", arrayId);
    }

    /** The last launch call launched none or only some of the instances. */
    public static void launchFailed(
            String arrayId, String code, String reason, @Nullable Instant retryAt) {
        update(
                "launchCode = ?1, launchReason = ?2, launchRetryAt = ?3 where id = ?4",
                code,
                reason,
                retryAt,
                arrayId);
    }

    /** EC2's launch rate admits the array's last call about then; null: it does not wait. */
    public static void launchQueued(String arrayId, @Nullable Instant until) {
        update("launchQueuedUntil = ?1 where id = ?2", until, arrayId);
    }

    /** All members were launched after the last error. */
    public static void clearLaunchError(String arrayId) {
        update(
                "launchCode = null, launchReason = null, launchRetryAt = null where id = ?1",
                arrayId);
    }

    public static void peersPublished(String arrayId, int generation, String hash) {
        update("peersGeneration = ?1, rosterHash = ?2 where id = ?3", generation, hash, arrayId);
    }

    public static void peersWithdrawn(String arrayId) {
        update("rosterHash = '' where id = ?1", arrayId);
    }

    public static void notViable(String arrayId, String outcome, String reason) {
        update("outcome = ?1, reason = ?2 where id = ?3", outcome, reason, arrayId);
    }

    public static void scheduleCompletion(String arrayId, Instant at) {
        update("completeAt = ?1 where id = ?2", at, arrayId);
    }

    public static void completed(String arrayId) {
        update("completed = true where id = ?1", arrayId);
    }

    public static void setState(String arrayId, ArrayState state) {
        update("state = ?1 where id = ?2", state, arrayId);
    }

    public static void ended(String arrayId, Instant now) {
        update("state = ?1, endedAt = ?2 where id = ?3", ArrayState.ENDED, now, arrayId);
    }

    private static void update(String change, @Nullable Object... values) {
        QuarkusTransaction.joiningExisting().run(() -> JobArray.update(change, values));
    }
}

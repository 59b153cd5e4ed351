package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.plan.PhaseProgress;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.arrays.spec.Phase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutionException;

/**
 * What the five batch steps ask of an array: the member table answers, not the batch repository.
 */
@ApplicationScoped
public class ArrayPhases {
    private final ArrayReconcilers reconcilers;
    private final SnapshotReader snapshots;

    ArrayPhases(ArrayReconcilers reconcilers, SnapshotReader snapshots) {
        this.reconcilers = reconcilers;
        this.snapshots = snapshots;
    }

    /** The indexes that still need the phase; from here on the array is in it. */
    public IndexSet pending(String arrayId, Phase phase) {
        ArraySnapshot array =
                ended(arrayId)
                        ? snapshots.read(arrayId)
                        : reconcilers.reconcilerOf(arrayId).enterPhase(phase);
        return array.indexes(member -> PhaseProgress.of(phase, member, array).isEmpty());
    }

    /** Waits until the index is through; an index whose work failed is through as well. */
    public String await(String arrayId, int index, Phase phase) throws InterruptedException {
        if (ended(arrayId)) {
            return "ENDED";
        }
        try {
            return reconcilers.reconcilerOf(arrayId).phaseResult(phase, index).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("settlements do not fail", e);
        }
    }

    /** Lets those who wait go with {@code STOPPED}; nothing happens to machines or work. */
    public void releaseWaiters(String arrayId) {
        reconcilers.reconcilerOf(arrayId).releaseWaiters();
    }

    /** The step's exit status: {@code ALL_OK FAILED_1_OF_10 NOT_VIABLE UP}. */
    public String outcome(String arrayId) {
        return ArrayOutcome.of(snapshots.read(arrayId));
    }

    private static boolean ended(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.count("id = ?1 and endedAt is not null", arrayId) > 0);
    }
}

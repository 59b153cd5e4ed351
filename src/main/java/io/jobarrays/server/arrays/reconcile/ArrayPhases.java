package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.plan.PhaseProgress;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.concurrent.ExecutionException;

/**
 * Phases of arrays for the batch steps; progress is read from table {@code member}, not from the
 * batch repository.
 */
@ApplicationScoped
public class ArrayPhases {
    private final ArrayReconcilers reconcilers;
    private final ArrayOwners owners;
    private final Clock clock;

    ArrayPhases(ArrayReconcilers reconcilers, ArrayOwners owners, Clock clock) {
        this.reconcilers = reconcilers;
        this.owners = owners;
        this.clock = clock;
    }

    /** Enters the phase; the indexes of the members that have not passed it. */
    public IndexSet pending(String arrayId, Phase phase) {
        ArraySnapshot array =
                ended(arrayId)
                        ? owners.snapshot(arrayId)
                        : reconcilers.reconcilerOf(arrayId).enterPhase(phase);
        PhaseProgress progress = new PhaseProgress(array, clock.instant());
        return array.indexes(member -> progress.of(phase, member).isEmpty());
    }

    /** Waits until the member has passed the phase, also by failing; its exit status. */
    public String await(String arrayId, int index, Phase phase) throws InterruptedException {
        if (ended(arrayId)) {
            return "ENDED";
        }
        try {
            String status = reconcilers.reconcilerOf(arrayId).phaseResult(phase, index).get();
            if (phase == Phase.BARRIER) {
                Failpoints.reach(Failpoint.BARRIER_BEFORE_PARTITION_END);
            }
            return status;
        } catch (ExecutionException e) {
            throw new IllegalStateException("phase results are never completed with a failure", e);
        }
    }

    /** Ends all waits with {@code STOPPED}; instances and work go on. */
    public void releaseWaiters(String arrayId) {
        reconcilers.reconcilerOf(arrayId).releaseWaiters();
    }

    /** The step's exit status: {@code ALL_OK FAILED_1_OF_10 NOT_VIABLE UP}. */
    public String outcome(String arrayId) {
        return ArrayOutcome.of(owners.snapshot(arrayId));
    }

    private boolean ended(String arrayId) {
        return owners.call(arrayId, array -> array.row().endedAt != null);
    }
}

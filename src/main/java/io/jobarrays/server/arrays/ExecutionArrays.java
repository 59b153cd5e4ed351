package io.jobarrays.server.arrays;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Arrays of an execution: their wait for another one, and the begin and end of its batch job. */
@ApplicationScoped
public class ExecutionArrays {
    /** Launch code of an array whose execution waits for the end of another one. */
    private static final String POSTPONED = "Postponed";

    private final ArrayReconcilers reconcilers;
    private final ArrayOwners owners;
    private final SpecCodec codec;

    ExecutionArrays(ArrayReconcilers reconcilers, ArrayOwners owners, SpecCodec codec) {
        this.reconcilers = reconcilers;
        this.owners = owners;
        this.codec = codec;
    }

    public List<String> idsOf(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.ofExecution(execution).stream().map(r -> r.id).toList());
    }

    /** The arrays of the execution wait without machines, for the reason. */
    public void postpone(long execution, String reason) {
        for (String id : idsOf(execution)) {
            owners.run(id, array -> array.row().launchFailed(POSTPONED, reason, null));
        }
    }

    /** The arrays of the execution wait no longer: their times begin now. */
    public void takeTurn(long execution) {
        for (String id : idsOf(execution)) {
            owners.run(
                    id,
                    array -> {
                        Instant now = array.now();
                        Instant deadline =
                                ArrayCreation.ttlDeadline(codec.readSpec(array.row().flags), now);
                        array.row().clearLaunchError();
                        array.members().forEach(member -> member.awaitFrom(now, deadline));
                    });
        }
    }

    /** The arrays of the execution end without a machine, for the reason. */
    public void neverBegin(long execution, String reason) {
        for (String id : idsOf(execution)) {
            owners.run(
                    id,
                    array -> {
                        array.row().clearLaunchError();
                        array.members()
                                .forEach(
                                        member ->
                                                member.endAttempt(
                                                        member.attempt,
                                                        Plain.NOT_STARTED.toString(),
                                                        reason,
                                                        array.now()));
                        array.row().drain();
                        array.event("not started: " + reason);
                    });
        }
    }

    /** The batch job of the execution has ended. */
    public void batchJobEnded(long execution) {
        for (String id : idsOf(execution)) {
            boolean live =
                    owners.call(
                            id,
                            array -> {
                                array.row().batchJobEnded();
                                return array.row().endedAt == null;
                            });
            if (live) {
                reconcilers.reconcilerOf(id).leavePhase();
            }
        }
    }

    /** The batch job of the execution runs again. */
    public void batchJobRestarted(long execution) {
        for (String id : idsOf(execution)) {
            owners.run(id, array -> array.row().batchJobRestarted());
        }
    }

    /** An array of the execution was stopped before its work had ended. */
    public boolean isSuspended(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.count("execution = ?1 and suspended", execution) > 0);
    }
}

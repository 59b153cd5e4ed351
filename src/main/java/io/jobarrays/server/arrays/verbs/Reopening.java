package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.Verdict;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Begins new attempts of members, and reopens arrays that have ended. */
@ApplicationScoped
public class Reopening {
    private final SpecCodec specs;
    private final ArrayReconcilers reconcilers;
    private final ArrayOwners owners;

    Reopening(SpecCodec specs, ArrayReconcilers reconcilers, ArrayOwners owners) {
        this.specs = specs;
        this.reconcilers = reconcilers;
        this.owners = owners;
    }

    /**
     * For a restart: members that did not succeed get a new attempt; with a barrier all members.
     */
    public void restart(String arrayId) {
        if (change(arrayId, this::reset)) {
            reconcilers.reconcilerOf(arrayId);
        }
    }

    private boolean reset(OwnedArray array) {
        List<Member> members = array.members().stream().filter(one -> !one.retired).toList();
        if (hasSucceeded(array.snapshot())) {
            return false;
        }
        refuseTakenNames(array);
        boolean all = specs.readSpec(array.row().flags).barrier();
        IndexSet again =
                IndexSet.of(
                        members.stream()
                                .filter(member -> all || !member.succeeded())
                                .map(member -> member.index)
                                .toList());
        begin(array, again, IndexSet.of(List.of()));
        array.row().relaunch();
        array.event("starts again");
        return true;
    }

    /** Also when some members failed, and {@code --success} was met all the same. */
    private static boolean hasSucceeded(ArraySnapshot array) {
        return !array.hasOpenWork() && Verdict.of(array) == Verdict.SUCCEEDED;
    }

    /**
     * Carries out a change that may reopen the array.
     *
     * @throws Refused if another live array has taken its name or one of its DNS names
     */
    <T> T change(String arrayId, Function<OwnedArray, T> change) {
        try {
            return owners.call(arrayId, change);
        } catch (PersistenceException e) {
            // A concurrent launch committed the name first: the unique index decides.
            owners.run(arrayId, this::refuseTakenNames);
            throw e;
        }
    }

    private void refuseTakenNames(OwnedArray array) {
        JobArray row = array.row();
        if (row.endedAt != null) {
            ArrayCreation.refuseTakenNames(specs.readSpec(row.flags), row.stage, row.label);
        }
    }

    /**
     * Begins new attempts within the caller's change; a new batch job then runs the members that
     * are open.
     *
     * @param replaced those of {@code again} that get a new instance
     * @throws Refused if another live array has the name or a DNS name of this one
     */
    void reopen(OwnedArray array, IndexSet again, IndexSet replaced) {
        refuseTakenNames(array);
        JobArray row = array.row();
        if (row.endedAt != null) {
            row.relaunch();
        }
        row.reopen();
        begin(array, again, replaced);
    }

    /** Lets the reconciler of a live or reopened array begin. */
    void wake(String arrayId) {
        if (owners.call(arrayId, array -> array.row().endedAt == null)) {
            reconcilers.reconcilerOf(arrayId).wake();
        }
    }

    /** Members without a machine that may get one, by {@code --max-concurrent}. */
    private static int freePlaces(OwnedArray array, ArraySpec spec, IndexSet again) {
        if (spec.maxConcurrent() == null) {
            return Integer.MAX_VALUE;
        }
        int taken =
                (int)
                        array.members().stream()
                                .filter(member -> !member.retired && !member.deferred)
                                .filter(
                                        member ->
                                                array.instances().isLive(member.index)
                                                        || (member.exitStatus == null
                                                                && !again.contains(member.index)))
                                .count();
        return Math.max(0, spec.maxConcurrent() - taken);
    }

    /**
     * A running instance keeps its deadline; one that is off is started; a new one has a new TTL.
     */
    private void begin(OwnedArray array, IndexSet again, IndexSet replaced) {
        Instant now = array.now();
        ArraySpec spec = specs.readSpec(array.row().flags);
        Instant deadline = ArrayCreation.ttlDeadline(spec, now);
        int places = freePlaces(array, spec, again);
        IndexSet deferred =
                IndexSet.of(
                        again.stream()
                                .filter(index -> !array.instances().isLive(index))
                                .skip(places)
                                .boxed()
                                .toList());
        array.each(
                again,
                member -> {
                    member.restart(now);
                    if (deferred.contains(member.index)) {
                        member.defer();
                    }
                    if (!spec.after().isEmpty()) {
                        member.hold();
                    }
                    if (replaced.contains(member.index)
                            || !array.instances().isLive(member.index)) {
                        member.power(power -> power.resetForNewInstance(deadline));
                    }
                    member.power(power -> power.requestStartIfOff(now));
                });
    }
}

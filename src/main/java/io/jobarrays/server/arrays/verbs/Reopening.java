package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.SpecCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

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
        if (owners.call(arrayId, this::reset)) {
            reconcilers.reconcilerOf(arrayId);
        }
    }

    private boolean reset(OwnedArray array) {
        List<Member> members = array.members().stream().filter(one -> !one.retired).toList();
        if (members.stream().allMatch(Member::succeeded)) {
            return false;
        }
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

    /**
     * Begins new attempts within the caller's change; a new batch job then runs the members that
     * are open.
     *
     * @param replaced those of {@code again} that get a new instance
     */
    void reopen(OwnedArray array, IndexSet again, IndexSet replaced) {
        JobArray row = array.row();
        if (row.endedAt != null) {
            ArrayCreation.refuseTakenNames(specs.readSpec(row.flags), row.stage, row.label);
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

    /**
     * A running instance keeps its deadline; one that is off is started; a new one has a new TTL.
     */
    private void begin(OwnedArray array, IndexSet again, IndexSet replaced) {
        Instant now = array.now();
        Instant deadline = ArrayCreation.ttlDeadline(specs.readSpec(array.row().flags), now);
        array.each(
                again,
                member -> {
                    member.restart(now);
                    if (replaced.contains(member.index)
                            || !array.instances().isLive(member.index)) {
                        member.power(power -> power.resetForNewInstance(deadline));
                    }
                    member.power(power -> power.requestStartIfOff(now));
                });
    }
}

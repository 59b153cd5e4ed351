package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends attempts, as agents report or as the plan decides. */
@ApplicationScoped
public class AttemptActions {
    private final ArrayOwners owners;

    AttemptActions(ArrayOwners owners) {
        this.owners = owners;
    }

    /**
     * Ends the attempt as its agent reports, within the caller's change; a late report replaces
     * what was assumed without one.
     *
     * @param note what its outputs lack; null: nothing
     */
    public static void reported(
            OwnedArray array,
            MemberSnapshot member,
            ExitReason exit,
            @Nullable String reason,
            @Nullable String note) {
        Member row = array.member(member.index());
        String before = row.exitStatus;
        if (!new AttemptEnd(member.index(), member.attempt(), exit, reason, note).apply(array)
                && row.replaceAssumedExit(member.attempt(), exit.toString(), reason, array.now())) {
            row.outputsNoted(note);
            array.event(member.index(), "%s, reported late; replaces %s".formatted(exit, before));
        }
    }

    /**
     * Withdraws {@code AGENT_SILENT} within the caller's change: the agent is back and its work has
     * not ended.
     */
    public static void reopenSilent(OwnedArray array, MemberSnapshot member) {
        if (array.member(member.index()).reopenSilent(member.attempt())) {
            array.event(member.index(), "its agent is heard again, its work runs");
        }
    }

    /** Ends attempts within the caller's change whose work will not begin. */
    public static void notStarted(OwnedArray array, int index, String reason) {
        array.memberSnapshot(index)
                .filter(member -> member.open() && member.lifecycle().held())
                .ifPresent(member -> AttemptEnd.of(member, Plain.NOT_STARTED, reason).apply(array));
    }

    /** Ends the attempt that the plan names, unless it has ended meanwhile. */
    void end(ArraySnapshot array, Action.EndAttempt end) {
        end(array, List.of(new AttemptEnd(end.index(), end.attempt(), end.exit(), end.reason())));
    }

    /** Ends these attempts in one commit. */
    void end(ArraySnapshot array, List<AttemptEnd> ends) {
        owners.run(array.id(), it -> ends.forEach(end -> end.apply(it)));
    }
}

package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.plan.OutputPolicy;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.MemberRows;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verbs {@code replace} and {@code retry}: run the same indexes again. */
@ApplicationScoped
public class ReplaceVerb {
    private final SnapshotReader snapshots;
    private final Reopening reopening;
    private final EventLog events;

    ReplaceVerb(SnapshotReader snapshots, Reopening reopening, EventLog events) {
        this.snapshots = snapshots;
        this.reopening = reopening;
        this.events = events;
    }

    /**
     * Each member gets a new instance once its old one is shutting down, and runs its work again.
     */
    public List<MemberResult> replace(Selection selection) {
        ArraySnapshot array = snapshots.read(selection.arrayId());
        if (array.state() == ArrayState.ENDED || array.draining()) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "array %s has ended; members of a live array can be replaced, an ended one is launched anew"
                            .formatted(array.id()));
        }
        refuseIfStopped(array, "replaced");
        List<MemberSnapshot> selected = selection.membersOf(array);
        IndexSet again = array.spec().barrier() && works(array) ? all(array) : indexes(selected);
        events.record(array.id(), "%s are replaced".formatted(indexes(selected)));
        QuarkusTransaction.requiringNew()
                .run(() -> selected.forEach(member -> outdate(array, member)));
        reopening.reopen(array.id(), again, indexes(selected));
        return selected.stream()
                .map(
                        member ->
                                MemberResult.of(
                                        member,
                                        true,
                                        "replaced, attempt %d%s"
                                                .formatted(
                                                        member.attempt() + 1,
                                                        OutputPolicy.loss(array, member))))
                .toList();
    }

    /** Failed members run again, on their instance if it still exists. */
    public List<MemberResult> retry(Selection selection) {
        ArraySnapshot array = snapshots.read(selection.arrayId());
        List<MemberSnapshot> selected = selection.membersOf(array);
        List<MemberSnapshot> failed =
                selected.stream().filter(member -> !member.open() && !member.succeeded()).toList();
        List<MemberResult> results = new ArrayList<>();
        for (MemberSnapshot member : selected) {
            results.add(MemberResult.of(member, true, retryText(member)));
        }
        if (failed.isEmpty()) {
            return results;
        }
        refuseIfStopped(array, "retried");
        if (array.draining() && array.state() != ArrayState.ENDED) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "the machines of array %s are just ending; retry when they are gone"
                            .formatted(array.id()));
        }
        IndexSet again = array.spec().barrier() ? all(array) : indexes(failed);
        events.record(array.id(), "%s are retried".formatted(again));
        reopening.reopen(array.id(), again, IndexSet.of(List.of()));
        return results;
    }

    private static void refuseIfStopped(ArraySnapshot array, String verb) {
        if (array.suspended()) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "array %s is stopped; start it before members are %s"
                            .formatted(array.id(), verb));
        }
    }

    private static String retryText(MemberSnapshot member) {
        if (member.open()) {
            return "has not ended; nothing to retry";
        }
        return member.succeeded()
                ? "ended well; nothing to retry"
                : "runs again, attempt %d".formatted(member.attempt() + 1);
    }

    private static boolean works(ArraySnapshot array) {
        return !array.spec().work().isEmpty();
    }

    private static IndexSet all(ArraySnapshot array) {
        return array.indexes(member -> true);
    }

    private static IndexSet indexes(List<MemberSnapshot> members) {
        return IndexSet.of(members.stream().map(MemberSnapshot::index).toList());
    }

    private static void outdate(ArraySnapshot array, MemberSnapshot member) {
        int generation =
                Optional.ofNullable(member.instance())
                        .map(MemberSnapshot.MemberInstance::generation)
                        .orElse(0);
        MemberRows.replaceInstance(array.id(), member.index(), generation + 1);
    }
}

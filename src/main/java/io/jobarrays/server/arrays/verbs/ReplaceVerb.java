package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verbs {@code replace} and {@code retry}: the same indexes once more. */
@ApplicationScoped
public class ReplaceVerb {
    private final SnapshotReader snapshots;
    private final Reopening reopening;
    private final EventLog events;

    ReplaceVerb(SnapshotReader sight, Reopening renewals, EventLog story) {
        this.snapshots = sight;
        this.reopening = renewals;
        this.events = story;
    }

    /** Each gets a new machine when its old one is seen going, and its work runs there again. */
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
        List<MemberSnapshot> meant = ExtendVerb.selected(array, selection);
        IndexSet again = array.spec().barrier() && works(array) ? all(array) : indexes(meant);
        events.record(array.id(), "%s are replaced".formatted(indexes(meant)));
        QuarkusTransaction.requiringNew().run(() -> meant.forEach(seat -> outdate(array, seat)));
        reopening.reopen(array.id(), again, indexes(meant));
        return meant.stream()
                .map(seat -> result(seat, "replaced, attempt %d".formatted(seat.attempt() + 1)))
                .toList();
    }

    /** What failed runs once more, on its machine where that is still there. */
    public List<MemberResult> retry(Selection selection) {
        ArraySnapshot array = snapshots.read(selection.arrayId());
        List<MemberSnapshot> meant = ExtendVerb.selected(array, selection);
        List<MemberSnapshot> failed =
                meant.stream().filter(seat -> !seat.open() && !seat.succeeded()).toList();
        List<MemberResult> results = new ArrayList<>();
        for (MemberSnapshot seat : meant) {
            results.add(result(seat, retryText(seat)));
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

    private static String retryText(MemberSnapshot seat) {
        if (seat.open()) {
            return "has not ended; nothing to retry";
        }
        return seat.succeeded()
                ? "ended well; nothing to retry"
                : "runs again, attempt %d".formatted(seat.attempt() + 1);
    }

    private static boolean works(ArraySnapshot array) {
        return !array.spec().work().isEmpty();
    }

    private static IndexSet all(ArraySnapshot array) {
        return array.indexes(seat -> true);
    }

    private static IndexSet indexes(List<MemberSnapshot> seats) {
        return IndexSet.of(seats.stream().map(MemberSnapshot::index).toList());
    }

    private static void outdate(ArraySnapshot array, MemberSnapshot seat) {
        int generation = Optional.ofNullable(seat.instance()).map(i -> i.generation()).orElse(0);
        Member.update(
                "leastGeneration = ?1 where arrayId = ?2 and index = ?3",
                generation + 1,
                array.id(),
                seat.index());
    }

    private static MemberResult result(MemberSnapshot seat, String text) {
        return new MemberResult(
                seat.index(),
                seat.name(),
                seat.instance() == null ? null : seat.instance().instanceId(),
                true,
                text);
    }
}

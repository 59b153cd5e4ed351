package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.OutputPolicy;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The verbs {@code replace} and {@code retry}: run the same indexes again. */
@ApplicationScoped
public class ReplaceVerb {
    private static final String CHANGED =
            "not replaced: it changed its machine or began another attempt meanwhile";

    private final Reopening reopening;
    private final ArrayOwners owners;
    private final LastCheckpoints checkpoints;

    ReplaceVerb(Reopening reopening, ArrayOwners owners, LastCheckpoints checkpoints) {
        this.reopening = reopening;
        this.owners = owners;
        this.checkpoints = checkpoints;
    }

    /**
     * Each member gets a new instance once its old one is shutting down, and runs its work again,
     * from a checkpoint that is taken first where it has checkpoints.
     */
    public List<MemberResult> replace(Selection selection) {
        ArraySnapshot before = owners.snapshot(selection.arrayId());
        refuseUnlessLive(before);
        Map<Integer, String> taken = checkpoints.take(before, selection.membersOf(before));
        List<MemberResult> results =
                reopening.change(
                        selection.arrayId(), array -> replace(array, selection, before, taken));
        reopening.wake(selection.arrayId());
        return results;
    }

    private static void refuseUnlessLive(ArraySnapshot array) {
        if (array.state() == ArrayState.ENDED || array.draining()) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "array %s has ended; members of a live array can be replaced, an ended one is launched anew"
                            .formatted(array.id()));
        }
        refuseIfStopped(array, "replaced");
    }

    private List<MemberResult> replace(
            OwnedArray owned,
            Selection selection,
            ArraySnapshot before,
            Map<Integer, String> checkpointTexts) {
        ArraySnapshot array = owned.snapshot();
        refuseUnlessLive(array);
        Map<Boolean, List<MemberSnapshot>> unchanged =
                selection.membersOf(array).stream()
                        .collect(Collectors.partitioningBy(member -> isAsBefore(before, member)));
        List<MemberSnapshot> selected = unchanged.getOrDefault(true, List.of());
        List<MemberResult> results =
                unchanged.getOrDefault(false, List.of()).stream()
                        .map(member -> MemberResult.of(member, false, CHANGED))
                        .collect(Collectors.toCollection(ArrayList::new));
        if (selected.isEmpty()) {
            return results;
        }
        IndexSet again = array.spec().barrier() && works(array) ? all(array) : indexes(selected);
        owned.event("%s are replaced".formatted(indexes(selected)));
        selected.forEach(member -> outdate(owned, member.index()));
        reopening.reopen(owned, again, indexes(selected));
        for (MemberSnapshot member : selected) {
            String text =
                    "replaced, attempt %d%s%s"
                            .formatted(
                                    member.attempt() + 1,
                                    checkpointText(member, checkpointTexts),
                                    OutputPolicy.loss(array, member));
            results.add(MemberResult.of(member, true, text));
        }
        results.sort(Comparator.comparingInt(MemberResult::index));
        return results;
    }

    /** Neither replaced nor handed over while its checkpoint was taken. */
    private static boolean isAsBefore(ArraySnapshot before, MemberSnapshot member) {
        return before.members().stream()
                .anyMatch(
                        it ->
                                it.index() == member.index()
                                        && it.attempt() == member.attempt()
                                        && it.isHandedOver() == member.isHandedOver());
    }

    private static String checkpointText(MemberSnapshot member, Map<Integer, String> texts) {
        String text = texts.get(member.index());
        return text == null ? "" : " " + text;
    }

    /** Failed members run again, on their instance if it still exists. */
    public List<MemberResult> retry(Selection selection) {
        List<MemberResult> results =
                reopening.change(selection.arrayId(), array -> retry(array, selection));
        reopening.wake(selection.arrayId());
        return results;
    }

    private List<MemberResult> retry(OwnedArray owned, Selection selection) {
        ArraySnapshot array = owned.snapshot();
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
        reopening.reopen(owned, again, IndexSet.of(List.of()));
        owned.event("%s are retried".formatted(again));
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

    private static void outdate(OwnedArray array, int index) {
        Instance newest = array.instances().newest(index);
        array.member(index).replaceInstance(newest == null ? 1 : newest.generation + 1);
    }
}

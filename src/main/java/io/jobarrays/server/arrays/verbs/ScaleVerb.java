package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.OutputPolicy;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.sweep.Sweep;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verb {@code scale}: appends indexes, or removes the last ones. */
@ApplicationScoped
public class ScaleVerb {
    private final Reopening reopening;

    ScaleVerb(Reopening reopening) {
        this.reopening = reopening;
    }

    public List<MemberResult> scale(String arrayId, int size) {
        if (size < 1 || size > IndexSet.LIMIT) {
            throw new Refusal(
                    "size: \"%d\" is not a whole number from 1 to %d"
                            .formatted(size, IndexSet.LIMIT));
        }
        List<MemberResult> results = reopening.change(arrayId, array -> scale(array, size));
        reopening.wake(arrayId);
        return results;
    }

    private List<MemberResult> scale(OwnedArray owned, int size) {
        ArraySnapshot array = owned.snapshot();
        refuse(array);
        refuseBeyondSweep(array, size);
        if (size == array.size()) {
            return List.of();
        }
        if (size > array.size()) {
            ArrayCreation.refuseTakenDnsNames(owned.row(), size);
        }
        owned.event("scales from %d to %d".formatted(array.size(), size));
        owned.row().resize(size);
        return size > array.size() ? grow(owned, array, size) : shrink(owned, array, size);
    }

    private static void refuse(ArraySnapshot array) {
        String why = null;
        if (array.state() == ArrayState.ENDED || array.draining() || array.notViable()) {
            why = "it has ended; a live one can be scaled";
        } else if (array.suspended()) {
            why = "it is stopped; start it before it is scaled";
        } else if (array.spec().isPartial()) {
            why =
                    "it was launched with --indexes, and has %s of %d; launch the others as an array of their own"
                            .formatted(array.spec().indexes(), array.size());
        } else if (!array.spec().instanceNamesVary()) {
            why = "its members' names do not hold {index}";
        }
        if (why != null) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "array %s cannot be scaled: %s".formatted(array.id(), why));
        }
    }

    private static void refuseBeyondSweep(ArraySnapshot array, int size) {
        Sweep sweep = array.spec().work().sweep();
        if (sweep != null && size > sweep.size()) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "array %s cannot have %d members: its sweep has parameters for %d"
                            .formatted(array.id(), size, sweep.size()));
        }
    }

    private List<MemberResult> grow(OwnedArray owned, ArraySnapshot array, int size) {
        List<MemberResult> joining = new ArrayList<>();
        List<Integer> returning = new ArrayList<>();
        Instant deadline = deadline(array, owned.now());
        for (int index = array.size(); index < size; index++) {
            String name = array.spec().memberName(index);
            joining.add(new MemberResult(index, name, null, true, "joins"));
            Optional<Member> before = owned.find(index);
            if (before.isPresent()) {
                // Its last instance may still be shutting down and must not be used again.
                before.get().rejoin(owned.instances().nextGeneration(index));
                returning.add(index);
            } else {
                Member member =
                        ArrayCreation.newMember(array.id(), index, name, deadline, owned.now());
                member.deferred = array.spec().maxConcurrent() != null;
                owned.add(member);
            }
        }
        reopening.reopen(owned, IndexSet.of(returning), IndexSet.of(returning));
        return joining;
    }

    /** New members end together with the present ones. */
    private static @Nullable Instant deadline(ArraySnapshot array, Instant now) {
        return array.members().stream()
                .map(member -> member.lifecycle().deadline())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> ArrayCreation.ttlDeadline(array.spec(), now));
    }

    private static List<MemberResult> shrink(OwnedArray owned, ArraySnapshot array, int size) {
        List<MemberSnapshot> leaving =
                array.members().stream().filter(member -> member.index() >= size).toList();
        leaving.forEach(member -> leave(owned, member));
        return leaving.stream()
                .map(
                        member ->
                                MemberResult.of(
                                        member, true, "leaves" + OutputPolicy.loss(array, member)))
                .toList();
    }

    private static void leave(OwnedArray array, MemberSnapshot member) {
        Member row = array.member(member.index());
        row.endAttempt(member.attempt(), Plain.STOPPED.toString(), "scaled away", array.now());
        row.retire();
    }
}

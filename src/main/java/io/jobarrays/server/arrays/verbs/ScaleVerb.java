package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.plan.OutputPolicy;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.ArrayRows;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.MemberRows;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The verb {@code scale}: appends indexes, or removes the last ones. */
@ApplicationScoped
public class ScaleVerb {
    private final SnapshotReader snapshots;
    private final Reopening reopening;
    private final ArrayReconcilers reconcilers;
    private final EventLog events;
    private final Clock clock;

    ScaleVerb(
            SnapshotReader snapshots,
            Reopening reopening,
            ArrayReconcilers reconcilers,
            EventLog events,
            Clock clock) {
        this.snapshots = snapshots;
        this.reopening = reopening;
        this.reconcilers = reconcilers;
        this.events = events;
        this.clock = clock;
    }

    public List<MemberResult> scale(String arrayId, int size) {
        if (size < 1 || size > IndexSet.LIMIT) {
            throw new Refusal(
                    "size: \"%d\" is not a whole number from 1 to %d"
                            .formatted(size, IndexSet.LIMIT));
        }
        ArraySnapshot array = snapshots.read(arrayId);
        refuse(array);
        if (size == array.size()) {
            return List.of();
        }
        events.record(arrayId, "scales from %d to %d".formatted(array.size(), size));
        return size > array.size() ? grow(array, size) : shrink(array, size);
    }

    private static void refuse(ArraySnapshot array) {
        String why = null;
        if (array.state() == ArrayState.ENDED || array.draining() || array.notViable()) {
            why = "it has ended; a live one can be scaled";
        } else if (array.suspended()) {
            why = "it is stopped; start it before it is scaled";
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

    private List<MemberResult> grow(ArraySnapshot array, int size) {
        List<Integer> joining = new ArrayList<>();
        List<Integer> returning = new ArrayList<>();
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            JobArray row = Objects.requireNonNull(JobArray.findById(array.id()));
                            ArrayCreation.refuseTakenDnsNames(row, size);
                            ArrayRows.resize(array.id(), size);
                            Instant deadline = deadline(array);
                            for (int index = array.size(); index < size; index++) {
                                joining.add(index);
                                if (join(array, index, deadline)) {
                                    returning.add(index);
                                }
                            }
                        });
        reopening.reopen(array.id(), IndexSet.of(returning), IndexSet.of(returning));
        return joining.stream()
                .map(
                        index ->
                                new MemberResult(
                                        index, array.spec().memberName(index), null, true, "joins"))
                .toList();
    }

    /**
     * @return whether the index belonged to the array before
     */
    private boolean join(ArraySnapshot array, int index, @Nullable Instant deadline) {
        Member before = Member.findById(new Member.Key(array.id(), index));
        if (before == null) {
            ArrayCreation.newMember(
                            array.id(),
                            index,
                            array.spec().memberName(index),
                            deadline,
                            clock.instant())
                    .persist();
            return false;
        }
        // Its last instance may still be shutting down and must not be used again.
        before.rejoin(Instance.countOf(array.id(), index) + 1);
        return true;
    }

    /** New members end together with the present ones. */
    private @Nullable Instant deadline(ArraySnapshot array) {
        Instant latest = null;
        for (MemberSnapshot member : array.members()) {
            Instant its = member.lifecycle().deadline();
            if (its != null && (latest == null || its.isAfter(latest))) {
                latest = its;
            }
        }
        return latest == null ? ArrayCreation.ttlDeadline(array.spec(), clock.instant()) : latest;
    }

    private List<MemberResult> shrink(ArraySnapshot array, int size) {
        List<MemberSnapshot> leaving =
                array.members().stream().filter(member -> member.index() >= size).toList();
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            ArrayRows.resize(array.id(), size);
                            leaving.forEach(member -> leave(array, member));
                        });
        reconcilers.reconcilerOf(array.id()).wake();
        return leaving.stream()
                .map(
                        member ->
                                MemberResult.of(
                                        member, true, "leaves" + OutputPolicy.loss(array, member)))
                .toList();
    }

    private void leave(ArraySnapshot array, MemberSnapshot member) {
        MemberRows.endAttempt(
                array.id(),
                member.index(),
                member.attempt(),
                Plain.STOPPED.toString(),
                "scaled away",
                clock.instant());
        MemberRows.retire(array.id(), member.index());
    }
}

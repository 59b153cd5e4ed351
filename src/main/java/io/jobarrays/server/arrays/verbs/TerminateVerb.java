package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.InstanceTerminator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The verb {@code terminate}, on an array or on some of its members. */
@ApplicationScoped
public class TerminateVerb {
    private final SnapshotReader snapshots;
    private final ArrayReconcilers reconcilers;
    private final InstanceTerminator terminator;
    private final EventLog events;
    private final Clock clock;

    TerminateVerb(
            SnapshotReader sight,
            ArrayReconcilers rooms,
            InstanceTerminator terminator,
            EventLog story,
            Clock clock) {
        this.snapshots = sight;
        this.reconcilers = rooms;
        this.terminator = terminator;
        this.events = story;
        this.clock = clock;
    }

    /** Whether this would cut off what the array's batch job still sees to. */
    public boolean cutsOff(Selection selection) {
        ArraySnapshot array = snapshots.read(selection.arrayId());
        boolean begins =
                reconcilers.phaseOf(array.id()) != Phase.RELEASE && array.any(MemberSnapshot::open);
        return selection.members() == null
                && (array.hasOpenWork() || begins)
                && !array.batchJobEnded()
                && !array.draining();
    }

    /** Once more on what has ended is harmless. */
    public List<MemberResult> terminate(Selection selection) {
        String arrayId = selection.arrayId();
        if (selection.members() == null) {
            QuarkusTransaction.requiringNew()
                    .run(
                            () ->
                                    JobArray.update(
                                            "draining = true where id = ?1 and endedAt is null",
                                            arrayId));
        }
        ArraySnapshot array = snapshots.read(arrayId);
        List<MemberSnapshot> meant =
                array.members().stream().filter(seat -> selection.has(seat.index())).toList();
        List<String> ids =
                meant.stream()
                        .filter(MemberSnapshot::hasLiveInstance)
                        .map(s -> java.util.Objects.requireNonNull(s.instance()).instanceId())
                        .toList();
        if (!ids.isEmpty()) {
            String who = selection.members() == null ? "all" : "" + selection.members();
            events.record(arrayId, "terminate " + who + " was asked for");
        }
        meant.stream().filter(MemberSnapshot::open).forEach(seat -> stopped(array, seat));
        Map<String, String> refused =
                ids.isEmpty() ? Map.of() : terminator.terminate(ids).refused();
        reconcilers.wake(arrayId);
        List<MemberResult> results = new ArrayList<>();
        meant.forEach(seat -> results.add(result(seat, refused)));
        return results;
    }

    private void stopped(ArraySnapshot array, MemberSnapshot seat) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Member.end(
                                        array.id(),
                                        seat.index(),
                                        seat.attempt(),
                                        Plain.STOPPED.toString(),
                                        "terminated by a person",
                                        clock.instant()));
    }

    private static MemberResult result(MemberSnapshot seat, Map<String, String> refused) {
        MemberSnapshot.MemberInstance instance = seat.instance();
        if (instance == null) {
            return new MemberResult(seat.index(), seat.name(), null, true, "never launched");
        }
        String id = instance.instanceId();
        if (instance.state().isEnding()) {
            return new MemberResult(
                    seat.index(), seat.name(), id, true, "already " + instance.state().word());
        }
        String why = refused.get(id);
        return why == null
                ? new MemberResult(seat.index(), seat.name(), id, true, "shutting-down")
                : new MemberResult(seat.index(), seat.name(), id, false, why + "; tried again");
    }
}

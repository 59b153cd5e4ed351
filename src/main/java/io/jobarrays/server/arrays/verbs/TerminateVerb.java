package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.plan.OutputPolicy;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayRows;
import io.jobarrays.server.arrays.rows.MemberRows;
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
import java.util.Objects;

/** The verb {@code terminate} on an array or on some of its members. */
@ApplicationScoped
public class TerminateVerb {
    private final SnapshotReader snapshots;
    private final ArrayReconcilers reconcilers;
    private final InstanceTerminator terminator;
    private final EventLog events;
    private final Clock clock;

    TerminateVerb(
            SnapshotReader snapshots,
            ArrayReconcilers reconcilers,
            InstanceTerminator terminator,
            EventLog events,
            Clock clock) {
        this.snapshots = snapshots;
        this.reconcilers = reconcilers;
        this.terminator = terminator;
        this.events = events;
        this.clock = clock;
    }

    /** Whether this ends the whole array before its batch job has ended its work. */
    public boolean cutsOff(Selection selection) {
        ArraySnapshot array = snapshots.read(selection.arrayId());
        boolean launching =
                reconcilers.phaseOf(array.id()) != Phase.RELEASE && array.any(MemberSnapshot::open);
        return selection.members() == null
                && (array.hasOpenWork() || launching)
                && !array.batchJobEnded()
                && !array.draining();
    }

    /** Has no effect on what has ended. */
    public List<MemberResult> terminate(Selection selection) {
        String arrayId = selection.arrayId();
        if (selection.members() == null) {
            ArrayRows.drain(arrayId);
        }
        ArraySnapshot array = snapshots.read(arrayId);
        List<MemberSnapshot> selected = selection.membersOf(array);
        List<String> ids =
                selected.stream()
                        .filter(MemberSnapshot::hasLiveInstance)
                        .map(s -> Objects.requireNonNull(s.instance()).instanceId())
                        .toList();
        if (!ids.isEmpty()) {
            events.record(
                    arrayId,
                    "terminate " + selection.text() + " was asked for" + losses(array, selected));
        }
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            selected.stream()
                                    .filter(MemberSnapshot::open)
                                    .forEach(member -> end(array, member));
                            terminator.request(ids);
                        });
        Map<String, String> refused =
                ids.isEmpty() ? Map.of() : terminator.terminate(ids).refused();
        reconcilers.wake(arrayId);
        List<MemberResult> results = new ArrayList<>();
        selected.forEach(member -> results.add(result(array, member, refused)));
        return results;
    }

    private void end(ArraySnapshot array, MemberSnapshot member) {
        MemberRows.endAttempt(
                array.id(),
                member.index(),
                member.attempt(),
                Plain.STOPPED.toString(),
                "terminated on request",
                clock.instant());
    }

    private static String losses(ArraySnapshot array, List<MemberSnapshot> selected) {
        List<MemberSnapshot> losing =
                selected.stream()
                        .filter(member -> member.hasLiveInstance())
                        .filter(member -> !OutputPolicy.loss(array, member).isEmpty())
                        .toList();
        return losing.isEmpty()
                ? ""
                : "%s of %s"
                        .formatted(
                                OutputPolicy.loss(array, losing.getFirst()),
                                IndexSet.of(losing.stream().map(MemberSnapshot::index).toList()));
    }

    private static MemberResult result(
            ArraySnapshot array, MemberSnapshot member, Map<String, String> refused) {
        MemberSnapshot.MemberInstance instance = member.instance();
        if (instance == null) {
            return MemberResult.of(member, true, "never launched");
        }
        if (instance.state().isEnding()) {
            return MemberResult.of(member, true, "already " + instance.state().word());
        }
        String reason = refused.get(instance.instanceId());
        return reason == null
                ? MemberResult.of(member, true, "shutting-down" + OutputPolicy.loss(array, member))
                : MemberResult.of(member, false, reason + "; tried again");
    }
}

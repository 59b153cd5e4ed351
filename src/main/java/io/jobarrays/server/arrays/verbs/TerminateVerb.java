package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.plan.OutputPolicy;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.InstanceTerminator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The verb {@code terminate} on an array or on some of its members. */
@ApplicationScoped
public class TerminateVerb {
    private final ArrayOwners owners;
    private final ArrayReconcilers reconcilers;
    private final InstanceTerminator terminator;

    TerminateVerb(ArrayOwners owners, ArrayReconcilers reconcilers, InstanceTerminator terminator) {
        this.owners = owners;
        this.reconcilers = reconcilers;
        this.terminator = terminator;
    }

    /** Whether this ends the whole array before its batch job has ended its work. */
    public boolean cutsOff(Selection selection) {
        ArraySnapshot array = owners.snapshot(selection.arrayId());
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
        ArraySnapshot array = owners.call(arrayId, it -> end(it, selection));
        List<MemberSnapshot> selected = selection.membersOf(array);
        List<String> ids = liveInstances(selected);
        Map<String, String> refused =
                ids.isEmpty() ? Map.of() : terminator.terminate(arrayId, ids).refused();
        reconcilers.wake(arrayId);
        return selected.stream().map(member -> result(array, member, refused)).toList();
    }

    /** The array as it was before. */
    private static ArraySnapshot end(OwnedArray owned, Selection selection) {
        ArraySnapshot array = owned.snapshot();
        List<MemberSnapshot> selected = selection.membersOf(array);
        if (selection.members() == null) {
            owned.row().drain();
        }
        List<String> ids = liveInstances(selected);
        if (!ids.isEmpty() || selected.stream().anyMatch(MemberSnapshot::open)) {
            owned.event(
                    "terminate " + selection.text() + " was asked for" + losses(array, selected));
        }
        selected.stream().filter(MemberSnapshot::open).forEach(member -> endAttempt(owned, member));
        owned.instances().each(ids, one -> one.requestEnd(owned.now()));
        return array;
    }

    private static void endAttempt(OwnedArray array, MemberSnapshot member) {
        array.member(member.index())
                .endAttempt(
                        member.attempt(),
                        Plain.STOPPED.toString(),
                        "terminated on request",
                        array.now());
    }

    private static List<String> liveInstances(List<MemberSnapshot> members) {
        return members.stream()
                .filter(MemberSnapshot::hasLiveInstance)
                .map(s -> Objects.requireNonNull(s.instance()).instanceId())
                .toList();
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

    /**
     * @param array the array as it was before
     * @param refused EC2's reasons by instance id
     */
    static MemberResult result(
            ArraySnapshot array, MemberSnapshot member, Map<String, String> refused) {
        if (array.hasOpenLaunchIntent() && member.needsLaunch()) {
            return MemberResult.of(
                    member,
                    true,
                    "not launched yet; an instance of the launch call under way is terminated");
        }
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
                : MemberResult.of(
                        member, false, reason + "; it is tried again until EC2 confirms it");
    }
}

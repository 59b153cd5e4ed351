package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.InstanceState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verbs {@code stop} and {@code hibernate}: record the desired power for the reconciler. */
@ApplicationScoped
public class StopVerb {
    private final ArrayOwners owners;
    private final Reopening reopening;

    StopVerb(ArrayOwners owners, Reopening reopening) {
        this.owners = owners;
        this.reopening = reopening;
    }

    public List<MemberResult> stop(Selection selection) {
        return turnOff(selection, DesiredPower.STOPPED);
    }

    public List<MemberResult> hibernate(Selection selection) {
        return turnOff(selection, DesiredPower.HIBERNATED);
    }

    /**
     * Suspends a whole array whose work the stop cuts off.
     *
     * @return whether it was suspended, so that its execution has to stop too
     */
    public boolean suspend(Selection selection) {
        if (selection.members() != null) {
            return false;
        }
        return owners.call(selection.arrayId(), StopVerb::suspend);
    }

    private static boolean suspend(OwnedArray owned) {
        ArraySnapshot array = owned.snapshot();
        boolean cutOff = array.hasOpenWork() && !array.batchJobEnded() && !array.draining();
        if (cutOff) {
            owned.row().suspend();
        }
        return cutOff;
    }

    private List<MemberResult> turnOff(Selection selection, DesiredPower desired) {
        List<MemberResult> results =
                owners.call(selection.arrayId(), array -> turnOff(array, selection, desired));
        reopening.wake(selection.arrayId());
        return results;
    }

    private static List<MemberResult> turnOff(
            OwnedArray owned, Selection selection, DesiredPower desired) {
        ArraySnapshot array = owned.snapshot();
        List<MemberResult> results = new ArrayList<>();
        List<Integer> changed = new ArrayList<>();
        for (MemberSnapshot member : selection.membersOf(array)) {
            Optional<String> refusal = refusal(array, member, desired);
            if (selection.members() == null && isAwaitingInstance(array, member)) {
                changed.add(member.index());
                results.add(MemberResult.of(member, true, "not launched before it is started"));
            } else if (refusal.isPresent()) {
                results.add(MemberResult.of(member, false, refusal.get()));
            } else if (member.lifecycle().desiredPower() == desired) {
                results.add(MemberResult.of(member, true, already(member, desired)));
            } else {
                changed.add(member.index());
                results.add(MemberResult.of(member, true, progressive(desired)));
            }
        }
        record(owned, IndexSet.of(changed), desired);
        return results;
    }

    /** Its instance must not be launched into a stopped array. */
    private static boolean isAwaitingInstance(ArraySnapshot array, MemberSnapshot member) {
        return member.open() && !member.hasLiveInstance() && !array.spec().machine().spot();
    }

    private static String progressive(DesiredPower desired) {
        return desired == DesiredPower.STOPPED ? "stopping" : "hibernating";
    }

    private static String already(MemberSnapshot member, DesiredPower desired) {
        return member.instanceIs(InstanceState.STOPPED)
                ? "already " + desired.name().toLowerCase(Locale.ROOT)
                : "already " + progressive(desired);
    }

    private static Optional<String> refusal(
            ArraySnapshot array, MemberSnapshot member, DesiredPower desired) {
        String verb = desired == DesiredPower.STOPPED ? "stopped" : "hibernated";
        if (member.instance() == null || !member.hasLiveInstance()) {
            String state = member.stateWord();
            return Optional.of("it is %s; only a running machine can be %s".formatted(state, verb));
        }
        if (member.desiredOff()
                && member.lifecycle().desiredPower() != desired
                && member.instanceIs(InstanceState.STOPPED)) {
            return Optional.of("it is off already; start it before it can be %s".formatted(verb));
        }
        if (array.spec().machine().spot()) {
            return Optional.of(
                    "EC2 neither stops nor hibernates one-time spot instances; terminate it");
        }
        if (desired == DesiredPower.HIBERNATED && !array.spec().machine().hibernation()) {
            return Optional.of("it was not launched with --hibernate; it can be stopped");
        }
        return Optional.empty();
    }

    private static void record(OwnedArray array, IndexSet indexes, DesiredPower desired) {
        if (indexes.isEmpty()) {
            return;
        }
        array.each(
                indexes, member -> member.power(power -> power.requestOff(desired, array.now())));
        array.event(
                "%s of %s was asked for"
                        .formatted(
                                desired == DesiredPower.STOPPED ? "stop" : "hibernate", indexes));
    }
}

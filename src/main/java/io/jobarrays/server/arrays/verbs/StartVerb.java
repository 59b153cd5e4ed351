package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.owner.OwnedArray;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The verb {@code start}: records the desired power for the reconciler. */
@ApplicationScoped
public class StartVerb {
    private final ArrayOwners owners;
    private final Reopening reopening;

    StartVerb(ArrayOwners owners, Reopening reopening) {
        this.owners = owners;
        this.reopening = reopening;
    }

    /** Work that a stop cut off runs again; hibernated work continues. */
    public List<MemberResult> start(Selection selection) {
        List<MemberResult> results =
                owners.call(selection.arrayId(), array -> start(array, selection));
        reopening.wake(selection.arrayId());
        return results;
    }

    private static List<MemberResult> start(OwnedArray owned, Selection selection) {
        ArraySnapshot array = owned.snapshot();
        List<MemberResult> results = new ArrayList<>();
        List<Integer> starting = new ArrayList<>();
        List<Integer> again = new ArrayList<>();
        for (MemberSnapshot member : selection.membersOf(array)) {
            boolean turnedOff = member.desiredOff() && (member.hasLiveInstance() || member.open());
            if (turnedOff) {
                starting.add(member.index());
            }
            if (turnedOff ? runsAgain(array, member) : startedWithoutWork(array, member)) {
                again.add(member.index());
            }
            results.add(result(member, turnedOff));
        }
        record(owned, array, IndexSet.of(starting), IndexSet.of(again));
        return results;
    }

    /** A suspended array's execution may continue. */
    public void resume(String arrayId) {
        owners.run(arrayId, array -> array.row().resume());
    }

    private static MemberResult result(MemberSnapshot member, boolean turnedOff) {
        if (turnedOff) {
            return MemberResult.of(member, true, "starting");
        }
        if (member.hasLiveInstance()) {
            return MemberResult.of(
                    member, true, isStarting(member) ? "already starting" : "already running");
        }
        String state = member.stateWord();
        return MemberResult.of(
                member,
                false,
                "it is %s; only a stopped or hibernated machine can be started".formatted(state));
    }

    private static boolean isStarting(MemberSnapshot member) {
        return member.lifecycle().desiredPower() == DesiredPower.STARTING;
    }

    /** Its instance started while the array was suspended, and received no work. */
    private static boolean startedWithoutWork(ArraySnapshot array, MemberSnapshot member) {
        return member.hasLiveInstance()
                && array.suspended()
                && member.open()
                && !isStarting(member);
    }

    /** With a barrier all members run again when the whole array was stopped. */
    private static boolean runsAgain(ArraySnapshot array, MemberSnapshot member) {
        if (member.lifecycle().desiredPower() != DesiredPower.STOPPED
                || array.spec().work().isEmpty()) {
            return false;
        }
        return member.open() || (array.suspended() && array.spec().barrier());
    }

    private static void record(
            OwnedArray owned, ArraySnapshot array, IndexSet starting, IndexSet again) {
        Instant now = owned.now();
        owned.each(starting, member -> member.start(now));
        Instant deadline = ArrayCreation.ttlDeadline(array.spec(), now);
        owned.each(
                array.indexes(
                        member -> !member.hasLiveInstance() && starting.contains(member.index())),
                member -> member.power(power -> power.setDeadline(deadline)));
        owned.each(again, member -> member.resume(now));
        if (!starting.isEmpty()) {
            owned.event("start of %s was asked for".formatted(starting));
        }
    }
}

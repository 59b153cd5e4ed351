package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.ArrayRows;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.MemberDeadlineRows;
import io.jobarrays.server.arrays.rows.MemberPowerRows;
import io.jobarrays.server.arrays.rows.MemberRows;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The verb {@code start}: records the desired power for the reconciler. */
@ApplicationScoped
public class StartVerb {
    private final SnapshotReader snapshots;
    private final ArrayReconcilers reconcilers;
    private final EventLog events;
    private final Clock clock;

    StartVerb(
            SnapshotReader snapshots, ArrayReconcilers reconcilers, EventLog events, Clock clock) {
        this.snapshots = snapshots;
        this.reconcilers = reconcilers;
        this.events = events;
        this.clock = clock;
    }

    /** Work that a stop cut off runs again; hibernated work continues. */
    public List<MemberResult> start(Selection selection) {
        ArraySnapshot array = snapshots.read(selection.arrayId());
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
        record(array, starting, again);
        return results;
    }

    /** A suspended array's execution may continue. */
    public void resume(String arrayId) {
        ArrayRows.resume(arrayId);
    }

    private static MemberResult result(MemberSnapshot member, boolean turnedOff) {
        if (turnedOff) {
            return MemberResult.of(member, true, "starting");
        }
        if (member.hasLiveInstance()) {
            return MemberResult.of(
                    member, true, isStarting(member) ? "already starting" : "already running");
        }
        String state = member.instance() == null ? "planned" : member.instance().state().word();
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

    private void record(ArraySnapshot array, List<Integer> starting, List<Integer> again) {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            if (!starting.isEmpty()) {
                                recordPower(array, starting, now);
                            }
                            if (!again.isEmpty()) {
                                MemberRows.resume(array.id(), again, now);
                            }
                        });
        if (!starting.isEmpty()) {
            events.record(array.id(), "start of %s was asked for".formatted(IndexSet.of(starting)));
        }
        reconcilers.reconcilerOf(array.id()).wake();
    }

    private static void recordPower(ArraySnapshot array, List<Integer> starting, Instant now) {
        MemberPowerRows.requestStart(array.id(), starting, now);
        List<Integer> unlaunched =
                array.indexes(
                                member ->
                                        !member.hasLiveInstance()
                                                && starting.contains(member.index()))
                        .toList();
        if (!unlaunched.isEmpty()) {
            MemberDeadlineRows.set(
                    array.id(), unlaunched, ArrayCreation.ttlDeadline(array.spec(), now));
        }
    }
}

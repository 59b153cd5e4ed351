package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verbs {@code stop hibernate start}: what is wanted is written down, the array sees to it. */
@ApplicationScoped
public class PowerVerbs {
    private final SnapshotReader snapshots;
    private final ArrayReconcilers reconcilers;
    private final EventLog events;
    private final Clock clock;

    PowerVerbs(SnapshotReader sight, ArrayReconcilers rooms, EventLog story, Clock clock) {
        this.snapshots = sight;
        this.reconcilers = rooms;
        this.events = story;
        this.clock = clock;
    }

    public List<MemberResult> stop(Selection selection) {
        return off(selection, DesiredPower.STOPPED);
    }

    public List<MemberResult> hibernate(Selection selection) {
        return off(selection, DesiredPower.HIBERNATED);
    }

    /** Whether its work is cut off by the stop, so that its batch job has to be, too. */
    public boolean suspend(Selection selection) {
        if (selection.members() != null) {
            return false;
        }
        ArraySnapshot array = snapshots.read(selection.arrayId());
        boolean cut = array.hasOpenWork() && !array.batchJobEnded() && !array.draining();
        if (cut) {
            QuarkusTransaction.requiringNew()
                    .run(
                            () ->
                                    JobArray.update(
                                            "suspended = true where id = ?1 and endedAt is null",
                                            array.id()));
        }
        return cut;
    }

    /** Its batch job may go on. */
    public void resume(String arrayId) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                JobArray.update(
                                        "suspended = false, state = LAUNCHING where id = ?1 and suspended",
                                        arrayId));
    }

    private List<MemberResult> off(Selection selection, DesiredPower wanted) {
        ArraySnapshot array = snapshots.read(selection.arrayId());
        List<MemberResult> results = new ArrayList<>();
        List<Integer> going = new ArrayList<>();
        for (MemberSnapshot seat : ExtendVerb.selected(array, selection)) {
            Optional<String> refusal = refusal(array, seat, wanted);
            if (selection.members() == null && isAwaited(array, seat)) {
                going.add(seat.index());
                results.add(result(seat, true, "not launched before it is started"));
            } else if (refusal.isPresent()) {
                results.add(result(seat, false, refusal.get()));
            } else if (seat.lifecycle().desiredPower() == wanted) {
                results.add(result(seat, true, already(seat, wanted)));
            } else {
                going.add(seat.index());
                results.add(result(seat, true, word(wanted)));
            }
        }
        write(array, going, wanted);
        return results;
    }

    /** No machine shall come up into an array that is stopped. */
    private static boolean isAwaited(ArraySnapshot array, MemberSnapshot seat) {
        return seat.open() && !seat.hasLiveInstance() && !array.spec().machine().spot();
    }

    private static String word(DesiredPower wanted) {
        return wanted == DesiredPower.STOPPED ? "stopping" : "hibernating";
    }

    private static String already(MemberSnapshot seat, DesiredPower wanted) {
        return seat.instanceIs(InstanceState.STOPPED)
                ? "already " + wanted.name().toLowerCase(Locale.ROOT)
                : "already " + word(wanted);
    }

    private static Optional<String> refusal(
            ArraySnapshot array, MemberSnapshot seat, DesiredPower wanted) {
        String verb = wanted == DesiredPower.STOPPED ? "stopped" : "hibernated";
        if (seat.instance() == null || !seat.hasLiveInstance()) {
            String state = seat.instance() == null ? "planned" : seat.instance().state().word();
            return Optional.of("it is %s; only a running machine can be %s".formatted(state, verb));
        }
        if (seat.desiredOff()
                && seat.lifecycle().desiredPower() != wanted
                && seat.instanceIs(InstanceState.STOPPED)) {
            return Optional.of("it is off already; start it before it can be %s".formatted(verb));
        }
        if (array.spec().machine().spot()) {
            return Optional.of(
                    "EC2 neither stops nor hibernates one-time spot instances; terminate it");
        }
        if (wanted == DesiredPower.HIBERNATED && !array.spec().machine().hibernation()) {
            return Optional.of("it was not launched with --hibernate; it can be stopped");
        }
        return Optional.empty();
    }

    private void write(ArraySnapshot array, List<Integer> indexes, DesiredPower wanted) {
        if (indexes.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Member.update(
                                        "power = ?1, powerAt = ?2, powerReason = null, paused ="
                                                + " false, halted = false where arrayId = ?3 and"
                                                + " index in ?4",
                                        wanted,
                                        clock.instant(),
                                        array.id(),
                                        indexes));
        events.record(
                array.id(),
                "%s of %s was asked for"
                        .formatted(
                                wanted == DesiredPower.STOPPED ? "stop" : "hibernate",
                                IndexSet.of(indexes)));
        reconcilers.reconcilerOf(array.id()).wake();
    }

    /** Work that was cut off runs again; work that slept with its machine goes on. */
    public List<MemberResult> start(Selection selection) {
        ArraySnapshot array = snapshots.read(selection.arrayId());
        List<MemberResult> results = new ArrayList<>();
        List<Integer> starting = new ArrayList<>();
        List<Integer> again = new ArrayList<>();
        for (MemberSnapshot seat : ExtendVerb.selected(array, selection)) {
            if (seat.desiredOff() && (seat.hasLiveInstance() || seat.open())) {
                starting.add(seat.index());
                results.add(result(seat, true, "starting"));
                if (runsAgain(array, seat)) {
                    again.add(seat.index());
                }
            } else if (seat.hasLiveInstance()) {
                if (array.suspended() && seat.open() && !isStarting(seat)) {
                    // It came up meanwhile and was given nothing to do.
                    again.add(seat.index());
                }
                results.add(
                        result(
                                seat,
                                true,
                                isStarting(seat) ? "already starting" : "already running"));
            } else {
                String state = seat.instance() == null ? "planned" : seat.instance().state().word();
                results.add(
                        result(
                                seat,
                                false,
                                "it is %s; only a stopped or hibernated machine can be started"
                                        .formatted(state)));
            }
        }
        begin(array, starting, again);
        return results;
    }

    private static boolean isStarting(MemberSnapshot seat) {
        return seat.lifecycle().desiredPower() == DesiredPower.STARTING;
    }

    /** Of members that need each other all run again when the whole was stopped. */
    private static boolean runsAgain(ArraySnapshot array, MemberSnapshot seat) {
        if (seat.lifecycle().desiredPower() != DesiredPower.STOPPED
                || array.spec().work().isEmpty()) {
            return false;
        }
        return seat.open() || (array.suspended() && array.spec().barrier());
    }

    private void begin(ArraySnapshot array, List<Integer> starting, List<Integer> again) {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            if (!starting.isEmpty()) {
                                begin(array, starting, now);
                            }
                            if (!again.isEmpty()) {
                                Member.again(array.id(), again, "", now);
                            }
                        });
        if (!starting.isEmpty()) {
            events.record(array.id(), "start of %s was asked for".formatted(IndexSet.of(starting)));
        }
        reconcilers.reconcilerOf(array.id()).wake();
    }

    private static void begin(ArraySnapshot array, List<Integer> starting, Instant now) {
        Member.update(
                "power = ?1, powerAt = ?2, powerReason = null, peersGeneration = -1"
                        + " where arrayId = ?3 and index in ?4",
                DesiredPower.STARTING,
                now,
                array.id(),
                starting);
        List<Integer> unlaunched =
                array.indexes(seat -> !seat.hasLiveInstance() && starting.contains(seat.index()))
                        .toList();
        if (!unlaunched.isEmpty()) {
            Member.update(
                    "ttlDeadline = ?1 where arrayId = ?2 and index in ?3",
                    ArrayCreation.ttlDeadline(array.spec(), now),
                    array.id(),
                    unlaunched);
        }
    }

    private static MemberResult result(MemberSnapshot seat, boolean ok, String text) {
        return new MemberResult(
                seat.index(),
                seat.name(),
                seat.instance() == null ? null : seat.instance().instanceId(),
                ok,
                text);
    }
}

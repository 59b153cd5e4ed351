package io.jobarrays.server.arrays;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.instances.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds an array as it might stand at {@link #NOW}, ten seconds after its launch began. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-01-13T12:00:10Z");
    static final Instant BEGAN = Instant.parse("2026-01-13T12:00:00Z");

    private final Map<String, String> flags = new TreeMap<>();
    private final List<SeatDraft> seats = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private @Nullable Phase phase = Phase.LAUNCH;
    private int peersGeneration;
    private boolean finished;
    private boolean draining;
    private boolean unsettled;
    private @Nullable String outcome;
    private @Nullable String launchCode;
    private @Nullable Instant deadline;
    private @Nullable Instant completeAt;
    private boolean suspended;
    private boolean completed;
    private String rosterHash = "";
    private Instant pause = Instant.EPOCH;

    static Scene of(String... flagsAndValues) {
        Scene scene = new Scene();
        scene.flags.put("job-array-name", "compute");
        scene.flags.put("command", "true");
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            scene.flags.put(flagsAndValues[i], flagsAndValues[i + 1]);
        }
        return scene;
    }

    Scene in(@Nullable Phase now) {
        phase = now;
        return this;
    }

    Scene planned() {
        return seat(1, -1, null, null, false);
    }

    Scene launched() {
        return seat(1, -1, null, InstanceState.PENDING, false);
    }

    Scene arrived() {
        return seat(1, -1, null, InstanceState.RUNNING, true);
    }

    Scene withPeers(int generation) {
        return seat(1, generation, null, InstanceState.RUNNING, true);
    }

    Scene gone() {
        return seat(1, 1, null, InstanceState.TERMINATED, true);
    }

    Scene ended(String exit) {
        return seat(1, 1, ExitReason.parse(exit), InstanceState.RUNNING, true);
    }

    Scene released(String exit) {
        return seat(1, 1, ExitReason.parse(exit), InstanceState.TERMINATED, true);
    }

    /** The second attempt; the machine of the first is gone. */
    Scene again() {
        return seat(2, -1, null, InstanceState.TERMINATED, true);
    }

    /** The second attempt, on the machine of the first. */
    Scene onItsOldMachine() {
        return seat(2, -1, null, InstanceState.RUNNING, true);
    }

    Scene failedToLaunch(String code) {
        return seat(1, -1, new ExitReason.LaunchFailed(code), null, false);
    }

    Scene stray(String instanceId) {
        strays.add(instanceId);
        return this;
    }

    Scene peers(int generation) {
        peersGeneration = generation;
        return this;
    }

    Scene finished() {
        finished = true;
        phase = null;
        return this;
    }

    Scene draining() {
        draining = true;
        return this;
    }

    Scene unsettled() {
        unsettled = true;
        return this;
    }

    Scene outcome(String text) {
        outcome = text;
        return this;
    }

    Scene launchCode(String code) {
        launchCode = code;
        return this;
    }

    /** Of all its members. */
    Scene deadline(Instant at) {
        deadline = at;
        return this;
    }

    Scene suspended() {
        suspended = true;
        return this;
    }

    Scene completed() {
        completed = true;
        return this;
    }

    Scene dueAt(Instant at) {
        completeAt = at;
        return this;
    }

    /** The peers of this generation are those who are here now. */
    Scene published(int generation) {
        peersGeneration = generation;
        ArraySnapshot now = snapshot();
        rosterHash = RosterHash.of(now, now.indexes(Seat::reachable));
        return this;
    }

    /** The last member's machine is in this state. */
    Scene as(InstanceState state) {
        return last(seat -> seat.state = state);
    }

    /** The last member's machine has another public address. */
    Scene at(String publicIp) {
        return last(seat -> seat.publicIp = publicIp);
    }

    /** Of the last member's machine this was asked for, ten seconds ago. */
    Scene wanted(Power power) {
        return wanted(power, BEGAN);
    }

    Scene wanted(Power power, Instant since) {
        return last(
                seat -> {
                    seat.power = power;
                    seat.powerAt = since;
                });
    }

    Scene halted() {
        return last(seat -> seat.halted = true);
    }

    Scene paused() {
        return last(seat -> seat.paused = true);
    }

    Scene interrupted() {
        return last(seat -> seat.interruptedAt = NOW);
    }

    Scene idleSince(Instant since) {
        return last(seat -> seat.idleSince = since);
    }

    Scene retried(int times) {
        return last(seat -> seat.retries = times);
    }

    Scene reclaimed(int times) {
        return last(seat -> seat.reclaims = times);
    }

    /** Machines like the last member's are to be replaced. */
    Scene outdated() {
        return last(seat -> seat.leastGeneration = 2);
    }

    /** The last member's deadline rests, with so much left. */
    Scene resting(Duration left) {
        return last(seat -> seat.remaining = left);
    }

    Scene away() {
        return last(seat -> seat.connected = false);
    }

    Scene silent() {
        return last(
                seat -> {
                    seat.silent = true;
                    seat.connected = false;
                });
    }

    private Scene last(Consumer<SeatDraft> change) {
        change.accept(seats.getLast());
        return this;
    }

    Scene pausedUntil(Instant at) {
        pause = at;
        return this;
    }

    ArraySnapshot snapshot() {
        flags.putIfAbsent("count", "" + seats.size());
        if (deadline != null) {
            seats.forEach(seat -> seat.deadline = deadline);
        }
        return new ArraySnapshot(
                "compute-20260113-abc123",
                ArraySpec.of(flags),
                seats.size(),
                "compute",
                ArrayState.LAUNCHING,
                phase,
                peersGeneration,
                rosterHash,
                finished,
                draining,
                suspended,
                outcome,
                completeAt,
                completed,
                launchCode,
                launchCode == null ? null : "EC2 said " + launchCode,
                pause,
                unsettled,
                seats.stream().map(SeatDraft::done).toList(),
                strays);
    }

    /** With these flags and no others. */
    ArraySnapshot snapshotOf(String... flagsAndValues) {
        Scene other = of(flagsAndValues);
        flags.clear();
        flags.putAll(other.flags);
        flags.remove("command");
        return snapshot();
    }

    List<Action> plan() {
        return plan(NOW);
    }

    List<Action> plan(Instant now) {
        return ArrayPlan.of(snapshot(), now);
    }

    private Scene seat(
            int attempt,
            int acknowledged,
            @Nullable ExitReason exit,
            @Nullable InstanceState state,
            boolean enrolled) {
        seats.add(new SeatDraft(seats.size(), attempt, acknowledged, exit, state, enrolled));
        return this;
    }
}

package io.jobarrays.server.arrays;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.instances.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds an array as it might stand at {@link #NOW}, ten seconds after its launch began. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-01-13T12:00:10Z");
    static final Instant BEGAN = Instant.parse("2026-01-13T12:00:00Z");

    private final Map<String, String> flags = new TreeMap<>();
    private final List<Seat> seats = new ArrayList<>();
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
        return seat(1, -1, null, null);
    }

    Scene launched() {
        return seat(1, -1, null, instance(InstanceState.PENDING, 1, false));
    }

    Scene arrived() {
        return seat(1, -1, null, instance(InstanceState.RUNNING, 1, true));
    }

    Scene withPeers(int generation) {
        return seat(1, generation, null, instance(InstanceState.RUNNING, 1, true));
    }

    Scene gone() {
        return seat(1, 1, null, instance(InstanceState.TERMINATED, 1, true));
    }

    Scene ended(String exit) {
        return seat(1, 1, ExitReason.parse(exit), instance(InstanceState.RUNNING, 1, true));
    }

    Scene released(String exit) {
        return seat(1, 1, ExitReason.parse(exit), instance(InstanceState.TERMINATED, 1, true));
    }

    /** The second attempt; the machine of the first is gone. */
    Scene again() {
        return seat(2, -1, null, instance(InstanceState.TERMINATED, 1, true));
    }

    /** The second attempt, on the machine of the first. */
    Scene onItsOldMachine() {
        return seat(2, -1, null, instance(InstanceState.RUNNING, 1, true));
    }

    Scene failedToLaunch(String code) {
        return seat(1, -1, new ExitReason.LaunchFailed(code), null);
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
        return occupant(i -> Seats.occupant(i, state, i.publicIp()));
    }

    /** The last member's machine has another public address. */
    Scene at(String publicIp) {
        return occupant(i -> Seats.occupant(i, i.state(), publicIp));
    }

    /** Of the last member's machine this was asked for, ten seconds ago. */
    Scene wanted(Power power) {
        return standing(s -> Standings.power(s, power, BEGAN));
    }

    Scene wanted(Power power, Instant since) {
        return standing(s -> Standings.power(s, power, since));
    }

    Scene halted() {
        return standing(Standings::halted);
    }

    Scene paused() {
        return standing(Standings::paused);
    }

    Scene interrupted() {
        return standing(s -> Standings.interrupted(s, NOW));
    }

    Scene idleSince(Instant since) {
        return standing(s -> Standings.idle(s, since));
    }

    Scene retried(int times) {
        return standing(s -> Standings.retried(s, times, s.reclaims()));
    }

    Scene reclaimed(int times) {
        return standing(s -> Standings.retried(s, s.retries(), times));
    }

    /** Machines like the last member's are to be replaced. */
    Scene outdated() {
        return standing(s -> Standings.least(s, 2));
    }

    /** The last member's deadline rests, with so much left. */
    Scene resting(Duration left) {
        return change(seat -> Seats.resting(seat, left));
    }

    Scene away() {
        return change(seat -> Seats.unheard(seat, false));
    }

    Scene silent() {
        return change(seat -> Seats.unheard(seat, true));
    }

    private Scene standing(UnaryOperator<Standing> change) {
        return change(seat -> Seats.with(seat, change.apply(seat.standing())));
    }

    private Scene occupant(UnaryOperator<Seat.Occupant> change) {
        return change(
                seat -> Seats.with(seat, change.apply(Objects.requireNonNull(seat.instance()))));
    }

    private Scene change(UnaryOperator<Seat> change) {
        seats.set(seats.size() - 1, change.apply(seats.getLast()));
        return this;
    }

    Scene pausedUntil(Instant at) {
        pause = at;
        return this;
    }

    ArraySnapshot snapshot() {
        flags.putIfAbsent("count", "" + seats.size());
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
                seats.stream().map(this::withDeadline).toList(),
                strays);
    }

    private Seat withDeadline(Seat seat) {
        return deadline == null
                ? seat
                : Seats.with(seat, Standings.deadline(seat.standing(), deadline));
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
            Seat.@Nullable Occupant instance) {
        int index = seats.size();
        seats.add(
                new Seat(
                        index,
                        "compute-" + index,
                        attempt,
                        BEGAN,
                        acknowledged,
                        exit,
                        null,
                        instance,
                        false,
                        instance != null,
                        Standings.NEW));
        return this;
    }

    private Seat.Occupant instance(InstanceState state, int attempt, boolean enrolled) {
        int index = seats.size();
        return new Seat.Occupant(
                "i-" + index,
                1,
                attempt,
                state,
                null,
                "t3.micro",
                "us-east-1a",
                "10.77.0." + (10 + index),
                null,
                BEGAN,
                enrolled ? BEGAN.plusSeconds(3) : null);
    }
}

package io.jobarrays.server.arrays;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.instances.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The members of a {@link Scene}, one after the other. */
abstract class SceneMembers {
    final List<SeatDraft> seats = new ArrayList<>();

    abstract Scene self();

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
        return wanted(power, Scene.BEGAN);
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
        return last(seat -> seat.interruptedAt = Scene.NOW);
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
        return self();
    }

    private Scene seat(
            int attempt,
            int acknowledged,
            @Nullable ExitReason exit,
            @Nullable InstanceState state,
            boolean enrolled) {
        seats.add(new SeatDraft(seats.size(), attempt, acknowledged, exit, state, enrolled));
        return self();
    }
}

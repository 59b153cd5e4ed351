package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The members of a {@link ArrayFixture}, one after the other. */
public abstract class MemberListFixture {
    final List<MemberFixture> seats = new ArrayList<>();

    abstract ArrayFixture self();

    ArrayFixture planned() {
        return seat(1, -1, null, null, false);
    }

    ArrayFixture launched() {
        return seat(1, -1, null, InstanceState.PENDING, false);
    }

    public ArrayFixture arrived() {
        return seat(1, -1, null, InstanceState.RUNNING, true);
    }

    ArrayFixture withPeers(int generation) {
        return seat(1, generation, null, InstanceState.RUNNING, true);
    }

    ArrayFixture gone() {
        return seat(1, 1, null, InstanceState.TERMINATED, true);
    }

    public ArrayFixture ended(String exit) {
        return seat(1, 1, ExitReason.parse(exit), InstanceState.RUNNING, true);
    }

    public ArrayFixture released(String exit) {
        return seat(1, 1, ExitReason.parse(exit), InstanceState.TERMINATED, true);
    }

    /** The second attempt; the machine of the first is gone. */
    ArrayFixture again() {
        return seat(2, -1, null, InstanceState.TERMINATED, true);
    }

    /** The second attempt, on the machine of the first. */
    ArrayFixture onItsOldMachine() {
        return seat(2, -1, null, InstanceState.RUNNING, true);
    }

    public ArrayFixture failedToLaunch(String code) {
        return seat(1, -1, new ExitReason.LaunchFailed(code), null, false);
    }

    /** The last member's machine is in this state. */
    ArrayFixture as(InstanceState state) {
        return last(seat -> seat.state = state);
    }

    /** The last member's machine has another public address. */
    ArrayFixture at(String publicIp) {
        return last(seat -> seat.publicIp = publicIp);
    }

    /** Of the last member's machine this was asked for, ten seconds ago. */
    ArrayFixture wanted(DesiredPower power) {
        return wanted(power, ArrayFixture.BEGAN);
    }

    ArrayFixture wanted(DesiredPower power, Instant since) {
        return last(
                seat -> {
                    seat.power = power;
                    seat.powerAt = since;
                });
    }

    ArrayFixture halted() {
        return last(seat -> seat.halted = true);
    }

    ArrayFixture paused() {
        return last(seat -> seat.paused = true);
    }

    ArrayFixture interrupted() {
        return last(seat -> seat.interruptedAt = ArrayFixture.NOW);
    }

    ArrayFixture idleSince(Instant since) {
        return last(seat -> seat.idleSince = since);
    }

    ArrayFixture retried(int times) {
        return last(seat -> seat.retries = times);
    }

    ArrayFixture reclaimed(int times) {
        return last(seat -> seat.reclaims = times);
    }

    /** Machines like the last member's are to be replaced. */
    ArrayFixture outdated() {
        return last(seat -> seat.leastGeneration = 2);
    }

    /** The last member's deadline rests, with so much left. */
    ArrayFixture resting(Duration left) {
        return last(seat -> seat.remaining = left);
    }

    ArrayFixture away() {
        return last(seat -> seat.connected = false);
    }

    ArrayFixture silent() {
        return last(
                seat -> {
                    seat.silent = true;
                    seat.connected = false;
                });
    }

    private ArrayFixture last(Consumer<MemberFixture> change) {
        change.accept(seats.getLast());
        return self();
    }

    private ArrayFixture seat(
            int attempt,
            int acknowledged,
            @Nullable ExitReason exit,
            @Nullable InstanceState state,
            boolean enrolled) {
        seats.add(new MemberFixture(seats.size(), attempt, acknowledged, exit, state, enrolled));
        return self();
    }
}

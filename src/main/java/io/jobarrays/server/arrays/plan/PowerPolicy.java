package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Brings machines to the power that was asked for. Off: first the work ends (unless it is to sleep
 * with its machine), then the agent rests the deadline, then EC2 is asked.
 */
public final class PowerPolicy {
    /** What work gets to end by itself. */
    public static final Duration GRACE = Duration.ofSeconds(30);

    /** So long an answer of an agent is waited for. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    private final ArraySnapshot array;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();

    private PowerPolicy(ArraySnapshot array, Instant now) {
        this.array = array;
        this.now = now;
    }

    static List<Action> of(ArraySnapshot array, Instant now) {
        PowerPolicy policy = new PowerPolicy(array, now);
        policy.decide();
        return policy.actions;
    }

    private void decide() {
        add(this::mustHalt, Action.Halt::new);
        add(this::mustPause, Action.Pause::new);
        add(s -> mayStop(s) && s.standing().power() == DesiredPower.STOPPED, m -> off(m, false));
        add(s -> mayStop(s) && s.standing().power() == DesiredPower.HIBERNATED, m -> off(m, true));
        add(
                s -> power(s, DesiredPower.STARTING) && s.is(InstanceState.STOPPED),
                Action.SwitchOn::new);
        add(
                s -> power(s, DesiredPower.STARTING) && s.is(InstanceState.RUNNING),
                Action.Started::new);
        add(this::mustRest, Action.Pause::new);
        add(this::wasFoundOff, Action.FoundOff::new);
        if (array.any(MemberSnapshot::manned) && !array.any(s -> s.manned() && !s.off())) {
            actions.add(new Action.Show(ArrayState.STOPPED));
        }
    }

    private interface Making {
        Action of(IndexSet members);
    }

    private void add(Predicate<MemberSnapshot> which, Making action) {
        IndexSet members = array.indexes(which);
        if (!members.isEmpty()) {
            actions.add(action.of(members));
        }
    }

    private static Action off(IndexSet members, boolean hibernate) {
        return new Action.SwitchOff(members, hibernate);
    }

    private static boolean power(MemberSnapshot seat, DesiredPower power) {
        return seat.standing().power() == power;
    }

    private boolean mustHalt(MemberSnapshot seat) {
        return goesOff(seat) && works(seat);
    }

    private boolean mustPause(MemberSnapshot seat) {
        return goesOff(seat) && !works(seat) && !seat.standing().paused();
    }

    /** It went off by itself, or its start was refused: no deadline runs meanwhile. */
    private boolean mustRest(MemberSnapshot seat) {
        return seat.off() && seat.is(InstanceState.STOPPED) && seat.standing().deadline() != null;
    }

    /** One that is to be replaced is about to end. */
    private boolean wasFoundOff(MemberSnapshot seat) {
        return power(seat, DesiredPower.RUNNING)
                && seat.is(InstanceState.STOPPED)
                && !seat.outdated();
    }

    private boolean mayStop(MemberSnapshot seat) {
        Duration most = hasWork(seat) ? GRACE.plus(ANSWER).plus(ANSWER) : ANSWER;
        return goesOff(seat)
                && !works(seat)
                && (seat.standing().paused()
                        || !seat.connected()
                        || seat.standing().longerThan(most, now));
    }

    private static boolean goesOff(MemberSnapshot seat) {
        return seat.off() && seat.is(InstanceState.RUNNING);
    }

    /** Its work goes on and is to end before the machine does. */
    private boolean works(MemberSnapshot seat) {
        return hasWork(seat)
                && !seat.standing().halted()
                && !seat.standing().longerThan(GRACE.plus(ANSWER), now);
    }

    private boolean hasWork(MemberSnapshot seat) {
        return seat.standing().power() == DesiredPower.STOPPED
                && seat.open()
                && !array.spec().work().isNone()
                && seat.arrived();
    }
}

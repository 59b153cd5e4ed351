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
    public static final Duration WORK_STOP_GRACE = Duration.ofSeconds(30);

    /** So long an answer of an agent is waited for. */
    static final Duration AGENT_ANSWER_TIMEOUT = Duration.ofSeconds(5);

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
        add(this::mustHalt, Action.StopWork::new);
        add(this::mustPause, Action.PauseDeadline::new);
        add(
                s -> mayStop(s) && s.lifecycle().desiredPower() == DesiredPower.STOPPED,
                m -> off(m, false));
        add(
                s -> mayStop(s) && s.lifecycle().desiredPower() == DesiredPower.HIBERNATED,
                m -> off(m, true));
        add(
                s -> power(s, DesiredPower.STARTING) && s.instanceIs(InstanceState.STOPPED),
                Action.StartInstances::new);
        add(
                s -> power(s, DesiredPower.STARTING) && s.instanceIs(InstanceState.RUNNING),
                Action.RecordStarted::new);
        add(this::mustRest, Action.PauseDeadline::new);
        add(this::wasFoundOff, Action.RecordExternalStop::new);
        if (array.any(MemberSnapshot::hasLiveInstance)
                && !array.any(s -> s.hasLiveInstance() && !s.desiredOff())) {
            actions.add(new Action.SetState(ArrayState.STOPPED));
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
        return new Action.StopInstances(members, hibernate);
    }

    private static boolean power(MemberSnapshot seat, DesiredPower power) {
        return seat.lifecycle().desiredPower() == power;
    }

    private boolean mustHalt(MemberSnapshot seat) {
        return goesOff(seat) && works(seat);
    }

    private boolean mustPause(MemberSnapshot seat) {
        return goesOff(seat) && !works(seat) && !seat.lifecycle().deadlinePaused();
    }

    /** It went off by itself, or its start was refused: no deadline runs meanwhile. */
    private boolean mustRest(MemberSnapshot seat) {
        return seat.desiredOff()
                && seat.instanceIs(InstanceState.STOPPED)
                && seat.lifecycle().deadline() != null;
    }

    /** One that is to be replaced is about to end. */
    private boolean wasFoundOff(MemberSnapshot seat) {
        return power(seat, DesiredPower.RUNNING)
                && seat.instanceIs(InstanceState.STOPPED)
                && !seat.markedForReplacement();
    }

    private boolean mayStop(MemberSnapshot seat) {
        Duration most =
                hasWork(seat)
                        ? WORK_STOP_GRACE.plus(AGENT_ANSWER_TIMEOUT).plus(AGENT_ANSWER_TIMEOUT)
                        : AGENT_ANSWER_TIMEOUT;
        return goesOff(seat)
                && !works(seat)
                && (seat.lifecycle().deadlinePaused()
                        || !seat.agentConnected()
                        || seat.lifecycle().powerRequestedLongerAgoThan(most, now));
    }

    private static boolean goesOff(MemberSnapshot seat) {
        return seat.desiredOff() && seat.instanceIs(InstanceState.RUNNING);
    }

    /** Its work goes on and is to end before the machine does. */
    private boolean works(MemberSnapshot seat) {
        return hasWork(seat)
                && !seat.lifecycle().workStopped()
                && !seat.lifecycle()
                        .powerRequestedLongerAgoThan(
                                WORK_STOP_GRACE.plus(AGENT_ANSWER_TIMEOUT), now);
    }

    private boolean hasWork(MemberSnapshot seat) {
        return seat.lifecycle().desiredPower() == DesiredPower.STOPPED
                && seat.open()
                && !array.spec().work().isEmpty()
                && seat.enrolled();
    }
}

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
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Policy that brings instances to their desired power. To stop one, the work is stopped, then the
 * agent pauses the deadline, then EC2 is called; hibernation keeps the work.
 */
public final class PowerPolicy {
    /** Time between SIGTERM and SIGKILL when work is stopped. */
    public static final Duration WORK_STOP_GRACE = Duration.ofSeconds(30);

    /** An agent that has not answered within this time is not waited for. */
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
        add(this::mustStopWork, Action.StopWork::new);
        add(this::mustPauseDeadline, Action.PauseDeadline::new);
        add(m -> mayStop(m) && desires(m, DesiredPower.STOPPED), i -> stop(i, false));
        add(m -> mayStop(m) && desires(m, DesiredPower.HIBERNATED), i -> stop(i, true));
        add(
                m -> desires(m, DesiredPower.STARTING) && m.instanceIs(InstanceState.STOPPED),
                Action.StartInstances::new);
        add(
                m -> desires(m, DesiredPower.STARTING) && m.instanceIs(InstanceState.RUNNING),
                Action.RecordStarted::new);
        add(this::isOffWithRunningDeadline, Action.PauseDeadline::new);
        add(this::wasStoppedExternally, Action.RecordExternalStop::new);
        if (array.any(MemberSnapshot::hasLiveInstance)
                && !array.any(m -> m.hasLiveInstance() && !m.desiredOff())) {
            actions.add(new Action.SetState(ArrayState.STOPPED));
        }
    }

    private void add(Predicate<MemberSnapshot> which, Function<IndexSet, Action> action) {
        IndexSet members = array.indexes(which);
        if (!members.isEmpty()) {
            actions.add(action.apply(members));
        }
    }

    private static Action stop(IndexSet members, boolean hibernate) {
        return new Action.StopInstances(members, hibernate);
    }

    private static boolean desires(MemberSnapshot member, DesiredPower power) {
        return member.lifecycle().desiredPower() == power;
    }

    private boolean mustStopWork(MemberSnapshot member) {
        return runsButDesiredOff(member) && isWorking(member);
    }

    private boolean mustPauseDeadline(MemberSnapshot member) {
        return runsButDesiredOff(member)
                && !isWorking(member)
                && !member.lifecycle().deadlinePaused();
    }

    /** It stopped by itself, or its start was refused: its deadline must not pass meanwhile. */
    private boolean isOffWithRunningDeadline(MemberSnapshot member) {
        return member.desiredOff()
                && member.instanceIs(InstanceState.STOPPED)
                && member.lifecycle().deadline() != null;
    }

    /** Not for one that is to be replaced: it is about to be terminated. */
    private boolean wasStoppedExternally(MemberSnapshot member) {
        return desires(member, DesiredPower.RUNNING)
                && member.instanceIs(InstanceState.STOPPED)
                && !member.markedForReplacement();
    }

    private boolean mayStop(MemberSnapshot member) {
        Duration maxWait =
                hasWork(member)
                        ? WORK_STOP_GRACE.plus(AGENT_ANSWER_TIMEOUT).plus(AGENT_ANSWER_TIMEOUT)
                        : AGENT_ANSWER_TIMEOUT;
        return runsButDesiredOff(member)
                && !isWorking(member)
                && (member.lifecycle().deadlinePaused()
                        || !member.agentConnected()
                        || member.lifecycle().powerRequestedLongerAgoThan(maxWait, now));
    }

    private static boolean runsButDesiredOff(MemberSnapshot member) {
        return member.desiredOff() && member.instanceIs(InstanceState.RUNNING);
    }

    /** Its work must end before the instance is stopped, and has not. */
    private boolean isWorking(MemberSnapshot member) {
        return hasWork(member)
                && !member.lifecycle().workStopped()
                && !member.lifecycle()
                        .powerRequestedLongerAgoThan(
                                WORK_STOP_GRACE.plus(AGENT_ANSWER_TIMEOUT), now);
    }

    private boolean hasWork(MemberSnapshot member) {
        return member.lifecycle().desiredPower() == DesiredPower.STOPPED
                && member.open()
                && !array.spec().work().isEmpty()
                && member.enrolled();
    }
}

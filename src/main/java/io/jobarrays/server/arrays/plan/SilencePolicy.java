package io.jobarrays.server.arrays.plan;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.agents.silence.AgentSilence;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.ec2.InstanceHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Policy for members whose agents are silent: EC2 is asked before an attempt ends, and nothing ends
 * while many agents are silent at the same time. A deadline ends the instance in any case, by
 * {@link TerminationPolicy}.
 */
final class SilencePolicy {
    private SilencePolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        List<Action> actions = new ArrayList<>();
        Map<String, Instant> unchecked = new TreeMap<>();
        for (MemberSnapshot member : array.members()) {
            AgentSilence silence = member.silence();
            if (silence == null || !mayBeAtWork(member)) {
                continue;
            }
            if (!silence.mass() && !now.isBefore(silence.checkDueAt())) {
                unchecked.put(instanceId(member), silence.since());
            }
            if (member.open() && isAttemptLost(member, silence, now)) {
                actions.add(end(member, silence, now));
            }
        }
        if (!unchecked.isEmpty()) {
            actions.add(new Action.CheckInstances(unchecked));
        }
        return actions;
    }

    /**
     * The instance is of no use: its agent is silent for too long, whatever EC2 says. One with the
     * only copy of outputs is left to its deadline.
     */
    static boolean isInstanceLost(MemberSnapshot member, Instant now) {
        AgentSilence silence = member.silence();
        if (silence == null || !mayBeAtWork(member) || member.holdsOutputs()) {
            return false;
        }
        return isWithoutTtlOverdue(member, silence, now)
                || (!silence.mass() && isEndDue(silence, now));
    }

    /** Its agent is lost or silent, and may still run the work of the attempt that ended so. */
    static boolean mayRunAfterItsEnd(MemberSnapshot member, Instant now) {
        return member.exit() == Plain.AGENT_SILENT
                && mayBeAtWork(member)
                && !member.instanceEndRequested()
                && !(member.agentConnected() && member.silence() == null)
                && !isInstanceLost(member, now);
    }

    private static boolean mayBeAtWork(MemberSnapshot member) {
        return member.hasLiveInstance()
                && !member.desiredOff()
                && !member.markedForReplacement()
                && (member.open()
                        || (member.exit() == Plain.AGENT_SILENT
                                && !member.instanceHasEarlierAttempt()));
    }

    private static boolean isAttemptLost(MemberSnapshot member, AgentSilence silence, Instant now) {
        if (isWithoutTtlOverdue(member, silence, now)) {
            return true;
        }
        return !silence.mass()
                && (silence.health() == InstanceHealth.IMPAIRED || isEndDue(silence, now));
    }

    private static boolean isEndDue(AgentSilence silence, Instant now) {
        return silence.endDueAt() != null && !now.isBefore(silence.endDueAt());
    }

    private static boolean isWithoutTtlOverdue(
            MemberSnapshot member, AgentSilence silence, Instant now) {
        return member.lifecycle().deadline() == null && !now.isBefore(silence.endDueWithoutTtlAt());
    }

    private static Action end(MemberSnapshot member, AgentSilence silence, Instant now) {
        String answer =
                silence.health() == null
                        ? "EC2 has not answered whether its instance runs"
                        : silence.health() == InstanceHealth.IMPAIRED
                                ? "EC2 finds its instance impaired"
                                : "EC2 finds no fault of its instance";
        return new Action.EndAttempt(
                member.index(),
                member.attempt(),
                // The agent ended the instance at its deadline, which EC2 does not report yet.
                member.lifecycle().deadlinePassed(now) ? Plain.TTL_EXPIRED : Plain.AGENT_SILENT,
                "the agent of instance %s has sent no message since %s; %s"
                        .formatted(
                                instanceId(member), silence.since().truncatedTo(SECONDS), answer));
    }

    private static String instanceId(MemberSnapshot member) {
        return Objects.requireNonNull(member.instance()).instanceId();
    }
}

package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One member together with the instance that fills it, at one moment.
 *
 * @param attemptAt when this attempt began to wait for its machine
 * @param exit null while this attempt is open
 * @param instance null before its first launch
 * @param silent its agent came and has not been heard for too long
 * @param connected its agent can be spoken to
 */
public record MemberSnapshot(
        int index,
        String name,
        int attempt,
        Instant attemptAt,
        int peersGeneration,
        @Nullable ExitReason exit,
        @Nullable String reason,
        @Nullable MemberInstance instance,
        boolean agentSilent,
        boolean agentConnected,
        MemberLifecycle lifecycle) {

    /**
     * What EC2 and the agent said of the instance.
     *
     * @param attempt that it was launched for, or whose work it was given since
     */
    public record MemberInstance(
            String instanceId,
            int generation,
            int attempt,
            InstanceState state,
            @Nullable String reason,
            String type,
            @Nullable String az,
            @Nullable String privateIp,
            @Nullable String publicIp,
            Instant launchedAt,
            @Nullable Instant enrolledAt) {}

    public boolean open() {
        return exit == null;
    }

    public boolean succeeded() {
        return exit != null && exit.succeeded();
    }

    /** Somebody wants its machine off: it is neither expected nor missed. */
    public boolean desiredOff() {
        return lifecycle.desiredPower().isOff();
    }

    /** Has a machine that is not on its way out. */
    public boolean hasLiveInstance() {
        return instance != null && !instance.state().isEnding();
    }

    public boolean instanceIs(InstanceState state) {
        return instance != null && instance.state() == state;
    }

    /** Its agent came, in this generation; true for ever after, also if its work has ended. */
    public boolean enrolled() {
        return instance != null && instance.enrolledAt() != null;
    }

    /** Can be reached by its peers. */
    public boolean reachable() {
        return enrolled()
                && !desiredOff()
                && !markedForReplacement()
                && instance != null
                && instance.state() == InstanceState.RUNNING
                && instance.privateIp() != null;
    }

    /** Its machine is one that is to be replaced. */
    public boolean markedForReplacement() {
        return instance != null && instance.generation() < lifecycle.minGeneration();
    }

    /** Its machine went away before the attempt had an end. */
    public boolean instanceLost() {
        return open()
                && instance != null
                && instance.attempt() == attempt
                && instance.state().isEnding();
    }

    /** Its machine knows only of an attempt before this one. */
    public boolean instanceHasEarlierAttempt() {
        return instance != null && instance.attempt() < attempt;
    }

    /** Needs a machine for this attempt and has none, nor had one. */
    public boolean needsLaunch() {
        return open()
                && !desiredOff()
                && !hasLiveInstance()
                && (instance == null || instanceHasEarlierAttempt());
    }
}

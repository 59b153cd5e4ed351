package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.agents.PeerDelivery;
import io.jobarrays.server.agents.silence.AgentSilence;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One member with its newest instance.
 *
 * @param attemptAt when this attempt began to wait for an instance; in the future while a retry is
 *     delayed
 * @param admittedAt when EC2's launch rate admitted the call for this attempt; null before
 * @param peersGeneration generation of peers that its agent acknowledged; 0: sent, -1: not sent
 * @param exit null while this attempt is open
 * @param reason why the attempt ended
 * @param note what its outputs lack; null: nothing
 * @param endedAt when this attempt ended; null while it is open
 * @param unkeptOutputs why outputs of the attempt are on its instance only; null: none are
 * @param outputsLost its instance has ended with these outputs
 * @param instance null before the first launch
 * @param launches number of instances that were launched for this attempt
 * @param silence silence of its agent; null while it is heard, or its instance is not running
 * @param peerDelivery peers that its connected agent has not acknowledged; null: none
 */
public record MemberSnapshot(
        int index,
        String name,
        int attempt,
        Instant attemptAt,
        @Nullable Instant admittedAt,
        int peersGeneration,
        @Nullable ExitReason exit,
        @Nullable String reason,
        @Nullable String note,
        @Nullable Instant endedAt,
        @Nullable String unkeptOutputs,
        boolean outputsLost,
        @Nullable MemberInstance instance,
        int launches,
        @Nullable AgentSilence silence,
        boolean agentConnected,
        @Nullable PeerDelivery peerDelivery,
        MemberLifecycle lifecycle) {

    /** Exit of an attempt whose agent could not write the peers. */
    public static final ExitReason PEERS_NOT_WRITTEN =
            new ExitReason.LaunchFailed("PeersNotWritten");

    /** An instance that ends before its agent enrolled is replaced twice. */
    static final int MAX_LAUNCHES_PER_ATTEMPT = 3;

    /**
     * An instance as last reported by EC2 and its agent.
     *
     * @param attempt the attempt it was launched for or received the work of
     * @param workAttempt the attempt whose work it received; 0: none
     * @param reason EC2's reason for the state
     * @param endRequested it is to be terminated
     */
    public record MemberInstance(
            String instanceId,
            int generation,
            int attempt,
            int workAttempt,
            InstanceState state,
            @Nullable String reason,
            String type,
            @Nullable String az,
            @Nullable String privateIp,
            @Nullable String publicIp,
            Instant launchedAt,
            @Nullable Instant enrolledAt,
            boolean endRequested,
            WrittenTags tags) {}

    public boolean open() {
        return exit == null;
    }

    /** This attempt ended since it had no instance, or one whose agent did not enrol. */
    public boolean launchFailed() {
        return exit instanceof ExitReason.LaunchFailed;
    }

    /** This attempt ended since its agent could not write the peers. */
    public boolean peersNotWritten() {
        return PEERS_NOT_WRITTEN.equals(exit);
    }

    /** Its work may not begin yet. */
    public boolean waits(Instant now) {
        return lifecycle.held() || waitsForRetry(now);
    }

    /** It waits for the end of another index, by {@code --max-concurrent}. */
    public boolean isDeferred() {
        return open() && lifecycle.deferred();
    }

    /** Its instance has received the work of this attempt. */
    public boolean workWasSent() {
        return instance != null && instance.workAttempt() >= attempt;
    }

    /** Its machine was another member's, and has not received work of this one. */
    public boolean tookMachineWithoutWork() {
        return instance != null && instance.attempt() == 0 && instance.workAttempt() == 0;
    }

    /** Its attempt begins later, by {@code --retry-delay}. */
    public boolean waitsForRetry(Instant now) {
        return open() && now.isBefore(attemptAt);
    }

    /** Its process has ended, with whatever code. */
    public boolean hasRun() {
        return exit != null && exit.endedWork();
    }

    /** Its work ended with 0, and every declared output is kept. */
    public boolean succeeded() {
        return exit != null && exit.succeeded() && unkeptOutputs == null;
    }

    /** This attempt did not succeed; one that was ended since others decided has not failed. */
    public boolean failed() {
        return !open() && !succeeded() && exit != ExitReason.Plain.ENDED_BY_POLICY;
    }

    /** Its instance is to be off: it is not expected to enrol, and not lost while it is silent. */
    public boolean desiredOff() {
        return lifecycle.desiredPower().isOff();
    }

    /** Its instance is neither terminated nor shutting down. */
    public boolean hasLiveInstance() {
        return instance != null && !instance.state().isEnding();
    }

    /** Its live instance is to be terminated, whatever the array does. */
    public boolean instanceEndRequested() {
        return instance != null && hasLiveInstance() && instance.endRequested();
    }

    /** Its live instance has the only copy of outputs. */
    public boolean holdsOutputs() {
        return unkeptOutputs != null && hasLiveInstance();
    }

    /** Its attempt has ended, and its instance has become that of another member. */
    public boolean isHandedOver() {
        return instance == null && !open() && lifecycle.lastInstance() != null;
    }

    /** EC2's state of its instance; {@code handed-over} when that is another member's now. */
    public String stateWord() {
        if (instance != null) {
            return instance.state().word();
        }
        return isHandedOver() ? "handed-over" : "planned";
    }

    public boolean instanceIs(InstanceState state) {
        return instance != null && instance.state() == state;
    }

    /** The agent of its instance has enrolled; stays true after the work has ended. */
    public boolean enrolled() {
        return instance != null && instance.enrolledAt() != null;
    }

    /** Its agent has enrolled; one of an earlier attempt counts while its instance is live. */
    public boolean instanceEnrolledForAttempt() {
        return enrolled() && !needsLaunch();
    }

    /** EC2's launch rate has admitted the call for this attempt, or it has an instance. */
    public boolean admitted() {
        return admittedAt != null || hasLiveInstance();
    }

    /**
     * Start of the attempt, or the time at which its launch call was admitted or the start of its
     * instance requested, when that is later.
     */
    public Instant awaitedSince() {
        Instant since = admittedAt == null ? attemptAt : admittedAt;
        Instant requested = lifecycle.powerRequestedAt();
        return requested != null && requested.isAfter(since) ? requested : since;
    }

    /** Its peers can reach it. */
    public boolean reachable() {
        return enrolled()
                && !desiredOff()
                && !markedForReplacement()
                && instance != null
                && instance.state() == InstanceState.RUNNING
                && instance.privateIp() != null;
    }

    /** Its instance is older than the minimum generation of the member. */
    public boolean markedForReplacement() {
        return instance != null && instance.generation() < lifecycle.minGeneration();
    }

    /** Its instance was terminated before the attempt ended, and is not replaced. */
    public boolean instanceLost() {
        return endedBeforeAttempt() && !mayBeReplaced();
    }

    private boolean endedBeforeAttempt() {
        return open()
                && instance != null
                && instance.attempt() == attempt
                && instance.state().isEnding();
    }

    /** Its instance ended by itself before its agent enrolled: no work of the attempt was lost. */
    private boolean mayBeReplaced() {
        boolean ended = instance != null && instance.endRequested();
        return !enrolled() && !ended && !desiredOff() && launches < MAX_LAUNCHES_PER_ATTEMPT;
    }

    /** Its instance has not received the work of this attempt. */
    public boolean instanceHasEarlierAttempt() {
        return instance != null && instance.attempt() < attempt;
    }

    /** This attempt is open and has no instance: none yet, or one that never came up. */
    public boolean needsLaunch() {
        return open()
                && !desiredOff()
                && !lifecycle.deferred()
                && lifecycle.stopCause() == null
                && !hasLiveInstance()
                && (instance == null
                        || instanceHasEarlierAttempt()
                        || (endedBeforeAttempt() && mayBeReplaced()));
    }
}

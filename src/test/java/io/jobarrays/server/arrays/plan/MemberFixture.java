package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.agents.PeerDelivery;
import io.jobarrays.server.agents.silence.AgentSilence;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.MemberLifecycle;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.WrittenTags;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One member of an {@link ArrayFixture}. */
final class MemberFixture {
    private final int index;
    private final int attempt;
    private final int acknowledged;
    private final @Nullable ExitReason exit;
    private final boolean enrolled;
    @Nullable InstanceState state;
    @Nullable String publicIp;
    @Nullable String reason;
    @Nullable String note;
    boolean queued;
    @Nullable String unkeptOutputs;
    boolean outputsLost;
    int launches = 1;
    @Nullable AgentSilence silence;
    @Nullable PeerDelivery peerDelivery;
    @Nullable String ec2Reason;
    boolean connected;
    DesiredPower desiredPower = DesiredPower.RUNNING;
    @Nullable Instant powerRequestedAt;
    boolean workStopped;
    boolean held;
    boolean deferred;
    int instanceAttempt = 1;
    int workAttempt = 1;
    @Nullable String lastInstance;
    @Nullable String stopCause;
    boolean deadlinePaused;
    @Nullable Instant deadline;
    @Nullable Instant deadlineStored;
    @Nullable Duration ttlRemaining;
    boolean endRequested;
    int minGeneration;
    int retries;
    int reclaims;
    @Nullable Instant interruptedAt;
    @Nullable Instant idleSince;
    @Nullable WrittenTags tags;

    /**
     * @param state of its instance; null without instance
     */
    MemberFixture(
            int index,
            int attempt,
            int acknowledged,
            @Nullable ExitReason exit,
            @Nullable InstanceState state,
            boolean enrolled) {
        this.index = index;
        this.attempt = attempt;
        this.acknowledged = acknowledged;
        this.exit = exit;
        this.state = state;
        this.enrolled = enrolled;
        this.connected = state != null;
    }

    /** EC2 has all tags, the generation of the peers included, unless a test sets others. */
    MemberSnapshot snapshot(int peersGeneration) {
        WrittenTags written =
                tags == null ? new WrittenTags(true, peersGeneration, deadline) : tags;
        return new MemberSnapshot(
                index,
                "compute-" + index,
                attempt,
                ArrayFixture.LAUNCHED_AT,
                queued ? null : ArrayFixture.LAUNCHED_AT,
                acknowledged,
                exit,
                reason,
                note,
                exit == null ? null : ArrayFixture.LAUNCHED_AT.plusSeconds(8),
                unkeptOutputs,
                outputsLost,
                state == null ? null : instance(state, written),
                launches,
                silence,
                connected,
                peerDelivery,
                lifecycle());
    }

    private MemberSnapshot.MemberInstance instance(InstanceState now, WrittenTags written) {
        return new MemberSnapshot.MemberInstance(
                "i-" + index,
                1,
                instanceAttempt,
                workAttempt,
                now,
                ec2Reason,
                "t3.micro",
                "us-east-1a",
                "10.77.0." + (10 + index),
                publicIp,
                ArrayFixture.LAUNCHED_AT,
                enrolled ? ArrayFixture.LAUNCHED_AT.plusSeconds(3) : null,
                endRequested,
                written);
    }

    private MemberLifecycle lifecycle() {
        return new MemberLifecycle(
                desiredPower,
                powerRequestedAt,
                null,
                workStopped,
                deadlinePaused,
                deadline,
                ttlRemaining,
                deadlineStored,
                held,
                deferred,
                lastInstance,
                stopCause,
                minGeneration,
                retries,
                reclaims,
                interruptedAt,
                null,
                idleSince);
    }
}

package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.agents.PeerDelivery;
import io.jobarrays.server.agents.silence.AgentSilence;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.WrittenTags;
import io.jobarrays.server.instances.ec2.InstanceHealth;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Members of an {@link ArrayFixture}; each method adds one, or changes the last one. */
public abstract class MemberListFixture {
    final List<MemberFixture> members = new ArrayList<>();

    abstract ArrayFixture self();

    public ArrayFixture planned() {
        return add(1, -1, null, null, false);
    }

    ArrayFixture launched() {
        return add(1, -1, null, InstanceState.PENDING, false);
    }

    public ArrayFixture enrolled() {
        return add(1, -1, null, InstanceState.RUNNING, true);
    }

    ArrayFixture withPeers(int generation) {
        return add(1, generation, null, InstanceState.RUNNING, true);
    }

    ArrayFixture terminated() {
        return add(1, 1, null, InstanceState.TERMINATED, true);
    }

    /** The last of so many instances of the attempt ended before its agent enrolled. */
    ArrayFixture endedBeforeEnrolment(int launches) {
        add(1, -1, null, InstanceState.TERMINATED, false);
        return changeLast(member -> member.launches = launches);
    }

    public ArrayFixture ended(String exit) {
        return add(1, 1, ExitReason.parse(exit), InstanceState.RUNNING, true);
    }

    public ArrayFixture endedAndTerminated(String exit) {
        return add(1, 1, ExitReason.parse(exit), InstanceState.TERMINATED, true);
    }

    /** The second attempt; the instance of the first is terminated. */
    ArrayFixture nextAttempt() {
        return add(2, -1, null, InstanceState.TERMINATED, true);
    }

    /** The second attempt, on the instance of the first. */
    ArrayFixture nextAttemptOnSameInstance() {
        return add(2, -1, null, InstanceState.RUNNING, true);
    }

    public ArrayFixture failedToLaunch(String code) {
        return add(1, -1, new ExitReason.LaunchFailed(code), null, false);
    }

    /** The agent of its live instance did not enrol. */
    ArrayFixture overdue() {
        return add(
                1, -1, new ExitReason.LaunchFailed("BarrierTimeout"), InstanceState.RUNNING, false);
    }

    /** The launch call of the last member is not admitted yet. */
    public ArrayFixture queued() {
        return changeLast(member -> member.queued = true);
    }

    public ArrayFixture reason(String text) {
        return changeLast(member -> member.reason = text);
    }

    public ArrayFixture note(String text) {
        return changeLast(member -> member.note = text);
    }

    /** Its instance is the machine of another member. */
    ArrayFixture givenTo() {
        return changeLast(member -> member.lastInstance = "i-given");
    }

    /** Its attempt ended before it had a machine. */
    ArrayFixture endedWithoutMachine(String exit) {
        return add(1, -1, ExitReason.parse(exit), null, false);
    }

    ArrayFixture outputsLost() {
        return changeLast(member -> member.outputsLost = true);
    }

    public ArrayFixture unkeptOutputs(@Nullable String why) {
        return changeLast(member -> member.unkeptOutputs = why);
    }

    ArrayFixture instanceState(InstanceState state) {
        return changeLast(member -> member.state = state);
    }

    ArrayFixture publicIp(String publicIp) {
        return changeLast(member -> member.publicIp = publicIp);
    }

    /** Requested ten seconds ago. */
    ArrayFixture desiredPower(DesiredPower power) {
        return desiredPower(power, ArrayFixture.LAUNCHED_AT);
    }

    ArrayFixture desiredPower(DesiredPower power, Instant since) {
        return changeLast(
                member -> {
                    member.desiredPower = power;
                    member.powerRequestedAt = since;
                });
    }

    ArrayFixture stopping(String cause) {
        return changeLast(member -> member.stopCause = cause);
    }

    public ArrayFixture deferred() {
        planned();
        return changeLast(member -> member.deferred = true);
    }

    public ArrayFixture held() {
        return changeLast(member -> member.held = true);
    }

    public ArrayFixture workNotSent() {
        return changeLast(member -> member.workAttempt = 0);
    }

    /** Its machine was another member's. */
    ArrayFixture takenWithoutWork() {
        return changeLast(
                member -> {
                    member.instanceAttempt = 0;
                    member.workAttempt = 0;
                });
    }

    ArrayFixture workStopped() {
        return changeLast(member -> member.workStopped = true);
    }

    /** Its agent has stored another deadline than the member's. */
    ArrayFixture deadlineStored(Instant at) {
        return changeLast(member -> member.deadlineStored = at);
    }

    /** EC2's reason for the state of its instance. */
    ArrayFixture ec2Reason(String text) {
        return changeLast(member -> member.ec2Reason = text);
    }

    ArrayFixture deadlinePaused() {
        return changeLast(member -> member.deadlinePaused = true);
    }

    ArrayFixture interrupted() {
        return changeLast(member -> member.interruptedAt = ArrayFixture.NOW);
    }

    ArrayFixture idleSince(Instant since) {
        return changeLast(member -> member.idleSince = since);
    }

    ArrayFixture retried(int times) {
        return changeLast(member -> member.retries = times);
    }

    ArrayFixture reclaimed(int times) {
        return changeLast(member -> member.reclaims = times);
    }

    ArrayFixture markedForReplacement() {
        return changeLast(member -> member.minGeneration = 2);
    }

    ArrayFixture endRequested() {
        return changeLast(member -> member.endRequested = true);
    }

    ArrayFixture tags(WrittenTags written) {
        return changeLast(member -> member.tags = written);
    }

    /** The deadline is paused. */
    ArrayFixture ttlRemaining(Duration left) {
        return changeLast(member -> member.ttlRemaining = left);
    }

    ArrayFixture disconnected() {
        return changeLast(member -> member.connected = false);
    }

    /** Its agent has sent no message for that time; EC2 has answered so, ten seconds ago. */
    ArrayFixture silent(Duration length, @Nullable InstanceHealth health) {
        return silent(length, health, false);
    }

    /** Its agent, and many others, have sent no message for that time; EC2 was asked before. */
    ArrayFixture massSilent(Duration length) {
        return silent(length, InstanceHealth.UNIMPAIRED, true);
    }

    private ArrayFixture silent(Duration length, @Nullable InstanceHealth health, boolean mass) {
        Instant since = ArrayFixture.NOW.minus(length);
        return changeLast(
                member -> {
                    member.silence =
                            new AgentSilence(
                                    since,
                                    mass,
                                    health,
                                    health == null
                                            ? since.plus(Duration.ofMinutes(5))
                                            : ArrayFixture.NOW.plusSeconds(50),
                                    health == null ? null : since.plus(Duration.ofMinutes(15)),
                                    since.plus(Duration.ofMinutes(60)));
                    member.connected = false;
                });
    }

    /** Its agent has received peers that it must write until then. */
    ArrayFixture peerDelivery(int generation, Instant dueAt, @Nullable String failure) {
        return changeLast(
                member -> member.peerDelivery = new PeerDelivery(generation, dueAt, failure));
    }

    private ArrayFixture changeLast(Consumer<MemberFixture> change) {
        change.accept(members.getLast());
        return self();
    }

    private ArrayFixture add(
            int attempt,
            int acknowledged,
            @Nullable ExitReason exit,
            @Nullable InstanceState state,
            boolean enrolled) {
        members.add(
                new MemberFixture(members.size(), attempt, acknowledged, exit, state, enrolled));
        return self();
    }
}

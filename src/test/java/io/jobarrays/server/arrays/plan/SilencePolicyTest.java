package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.ec2.InstanceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SilencePolicyTest {
    private static final Instant TTL = NOW.plus(Duration.ofHours(8));
    private static final Action TERMINATE = new Action.TerminateInstances(List.of("i-0"));

    @Test
    void asksEc2AfterFiveMinutesAndEndsNothingBeforeItsAnswer() {
        assertThat(plan(running().silent(minutes(4), null))).isEmpty();
        assertThat(plan(running().silent(minutes(5), null)))
                .containsExactly(new Action.CheckInstances(Map.of("i-0", NOW.minus(minutes(5)))));
        assertThat(plan(running().silent(minutes(200), null).deadline(TTL)))
                .containsExactly(new Action.CheckInstances(Map.of("i-0", NOW.minus(minutes(200)))));
    }

    @Test
    void endsTheAttemptOnAnImpairedInstanceAndTheInstanceTenMinutesLater() {
        assertThat(plan(running().silent(minutes(6), InstanceHealth.IMPAIRED)))
                .containsExactly("AGENT_SILENT");
        assertThat(instancesEnded(running().silent(minutes(6), InstanceHealth.IMPAIRED))).isEmpty();
        assertThat(
                        instancesEnded(
                                ended("AGENT_SILENT").silent(minutes(15), InstanceHealth.IMPAIRED)))
                .containsExactly(TERMINATE);
    }

    @Test
    void endsAttemptAndUnimpairedInstanceAfterTenMoreMinutes() {
        ArrayFixture early = running().silent(minutes(14), InstanceHealth.UNIMPAIRED).deadline(TTL);
        ArrayFixture late = running().silent(minutes(15), InstanceHealth.UNIMPAIRED).deadline(TTL);

        assertThat(plan(early)).isEmpty();
        assertThat(instancesEnded(early)).isEmpty();
        assertThat(plan(late)).containsExactly("AGENT_SILENT");
        assertThat(instancesEnded(late)).containsExactly(TERMINATE);
        assertThat(late.plan()).contains(TERMINATE);
    }

    @Test
    void endsTheAttemptAsExpiredAfterItsDeadline() {
        ArrayFixture expired =
                running()
                        .silent(minutes(15), InstanceHealth.UNIMPAIRED)
                        .deadline(NOW.minusSeconds(60));

        assertThat(plan(expired)).containsExactly("TTL_EXPIRED");
    }

    @Test
    void endsNothingWhileManyAgentsAreSilent() {
        ArrayFixture many = running().massSilent(Duration.ofHours(7)).deadline(TTL);

        assertThat(plan(many)).isEmpty();
        assertThat(instancesEnded(many)).isEmpty();
    }

    @Test
    void endsTheInstanceAtItsDeadlineWhileManyAgentsAreSilent() {
        ArrayFixture many = running().massSilent(minutes(20)).deadline(NOW.minusSeconds(60));

        assertThat(instancesEnded(many)).containsExactly(TERMINATE);
    }

    @Test
    void endsAMemberWithoutTtlAfterAnHourInAnyCase() {
        assertThat(plan(running().massSilent(minutes(59)))).isEmpty();
        assertThat(plan(running().massSilent(minutes(60)))).containsExactly("AGENT_SILENT");
        assertThat(instancesEnded(running().massSilent(minutes(60)))).containsExactly(TERMINATE);
        assertThat(exits(running().silent(minutes(60), null))).containsExactly("AGENT_SILENT");
    }

    @Test
    void ignoresASilentAgentWhoseInstanceIsToBeOff() {
        ArrayFixture off = running().silent(minutes(60), InstanceHealth.UNIMPAIRED);

        assertThat(plan(off.desiredPower(DesiredPower.HIBERNATED))).isEmpty();
    }

    @Test
    void keepsTheInstanceOfAMemberWhoseWorkHasEnded() {
        assertThat(instancesEnded(ended("EXIT_0").silent(minutes(90), InstanceHealth.UNIMPAIRED)))
                .isEmpty();
    }

    @Test
    void keepsTheInstanceWithTheOnlyCopyOfOutputsUntilItsDeadline() {
        ArrayFixture holding =
                ended("AGENT_SILENT")
                        .silent(minutes(90), InstanceHealth.UNIMPAIRED)
                        .unkeptOutputs("the disk is full");

        assertThat(instancesEnded(holding)).isEmpty();
        assertThat(instancesEnded(holding.deadline(NOW.minusSeconds(60))))
                .containsExactly(TERMINATE);
    }

    @Test
    void doesNotEndTheNextAttemptForTheSilenceOfAReplacedInstance() {
        ArrayFixture next =
                array().nextAttemptOnSameInstance()
                        .markedForReplacement()
                        .silent(minutes(60), InstanceHealth.IMPAIRED);

        assertThat(plan(next)).isEmpty();
    }

    @Test
    void releaseWaitsForWorkWhoseAgentMayStillRun() {
        ArrayFixture early =
                released().silent(minutes(14), InstanceHealth.IMPAIRED).ended("EXIT_0");
        ArrayFixture late = released().silent(minutes(15), InstanceHealth.IMPAIRED).ended("EXIT_0");
        ArrayFixture back = released().ended("EXIT_0");
        ArrayFixture afterRestart = released().disconnected().ended("EXIT_0");

        assertThat(completion(early))
                .containsExactly(new Action.TerminateInstances(List.of("i-1")));
        assertThat(completion(late)).containsExactly(new Action.Complete(OnComplete.TERMINATE));
        assertThat(completion(back)).containsExactly(new Action.Complete(OnComplete.TERMINATE));
        assertThat(completion(afterRestart))
                .containsExactly(new Action.TerminateInstances(List.of("i-1")));
    }

    @Test
    void releaseStopsNoInstanceWhileOneMayStillRun() {
        ArrayFixture array =
                ArrayFixture.of("on-complete", "stop", "on-failure", "stop")
                        .ended("AGENT_SILENT")
                        .silent(minutes(14), InstanceHealth.IMPAIRED)
                        .ended("EXIT_0");

        assertThat(completion(array)).isEmpty();
    }

    private static ArrayFixture array() {
        return ArrayFixture.of("on-complete", "keep").inPhase(Phase.RUN);
    }

    private static ArrayFixture running() {
        return array().withPeers(1);
    }

    private static ArrayFixture ended(String exit) {
        return array().ended(exit);
    }

    private static ArrayFixture released() {
        return ArrayFixture.of("on-complete", "terminate").ended("AGENT_SILENT");
    }

    private static List<Object> plan(ArrayFixture array) {
        return SilencePolicy.of(array.snapshot(), NOW).stream()
                .map(SilencePolicyTest::exitOrAction)
                .toList();
    }

    private static List<Object> exits(ArrayFixture array) {
        return plan(array).stream().filter(String.class::isInstance).toList();
    }

    private static Object exitOrAction(Action action) {
        return action instanceof Action.EndAttempt end ? end.exit().toString() : action;
    }

    private static List<Action> instancesEnded(ArrayFixture array) {
        return TerminationPolicy.of(array.snapshot(), NOW);
    }

    private static List<Action> completion(ArrayFixture array) {
        return CompletionPolicy.of(array.inPhase(Phase.RELEASE).snapshot(), NOW);
    }

    private static Duration minutes(int count) {
        return Duration.ofMinutes(count);
    }
}

package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.LAUNCHED_AT;
import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.arrays.verbs.ExtendVerb;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecyclePoliciesTest {
    @Test
    void reportsSpotLostAfterAnInterruption() {
        assertThat(
                        exits(
                                ArrayFixture.of("spot", "true")
                                        .inPhase(Phase.RUN)
                                        .terminated()
                                        .interrupted()))
                .containsExactly("SPOT_LOST");
    }

    @Test
    void reportsStoppedWhenAnIdleInstanceTerminated() {
        ArrayFixture array = ArrayFixture.of("idle-timeout", "15m").inPhase(Phase.RUN).terminated();

        assertThat(exits(array.idleSince(NOW.minus(Duration.ofMinutes(15)))))
                .containsExactly("STOPPED");
        assertThat(exits(array.idleSince(NOW.minus(Duration.ofMinutes(2)))))
                .containsExactly("MACHINE_LOST");
    }

    @Test
    void reportsShutDownWhenTheMachineEndedFromWithin() {
        ArrayFixture array = ArrayFixture.of().inPhase(Phase.RUN).terminated();

        assertThat(exits(array.ec2Reason("Client.InstanceInitiatedShutdown: by itself")))
                .containsExactly("SHUT_DOWN");
    }

    @Test
    void reportsTtlExpiredWhenTheAgentHasNotStoredTheExtension() {
        ArrayFixture array =
                ArrayFixture.of()
                        .inPhase(Phase.RUN)
                        .terminated()
                        .deadlineStored(NOW.minusSeconds(1))
                        .deadline(NOW.plusSeconds(3600));

        assertThat(exits(array)).containsExactly("MACHINE_LOST");
        assertThat(exits(array.ec2Reason("Client.InstanceInitiatedShutdown: by itself")))
                .containsExactly("TTL_EXPIRED");
    }

    @Test
    void reportsBarrierTimeoutWhenTheInstanceEndedBeforeTheAttempt() {
        ArrayFixture array =
                ArrayFixture.of("barrier-timeout", "10s")
                        .inPhase(Phase.BARRIER)
                        .endedBeforeEnrolment(3);

        assertThat(exits(array)).containsExactly("LAUNCH_FAILED:InstanceTerminated");
        assertThat(exits(array.endRequested())).containsExactly("LAUNCH_FAILED:BarrierTimeout");
    }

    @Test
    void terminatesTheInstanceOfAReplacedMember() {
        assertThat(
                        TerminationPolicy.of(
                                ArrayFixture.of()
                                        .inPhase(Phase.RUN)
                                        .withPeers(1)
                                        .markedForReplacement()
                                        .snapshot(),
                                NOW))
                .containsExactly(new Action.TerminateInstances(List.of("i-0")));
    }

    @Test
    void terminatesAnInstanceWhoseEndWasRequested() {
        ArrayFixture array = ArrayFixture.of("on-complete", "keep").ended("STOPPED").endRequested();

        assertThat(array.inPhase(Phase.RUN).plan())
                .contains(new Action.TerminateInstances(List.of("i-0")));
        assertThat(array.batchJobEnded().plan())
                .contains(new Action.TerminateInstances(List.of("i-0")));
        assertThat(array.instanceState(InstanceState.SHUTTING_DOWN).plan())
                .noneMatch(Action.TerminateInstances.class::isInstance);
    }

    @Test
    void terminatesAnInstanceThatIsToRunAndWhoseAgentDidNotEnrol() {
        ArrayFixture array =
                ArrayFixture.of("on-complete", "keep", "barrier-timeout", "10s").overdue();

        assertThat(array.inPhase(Phase.RELEASE).plan())
                .contains(new Action.TerminateInstances(List.of("i-0")));
        assertThat(array.inPhase(null).plan())
                .contains(new Action.TerminateInstances(List.of("i-0")));
        assertThat(array.desiredPower(DesiredPower.STARTING, NOW).plan())
                .noneMatch(Action.TerminateInstances.class::isInstance);
        assertThat(array.desiredPower(DesiredPower.STOPPED).plan())
                .noneMatch(Action.TerminateInstances.class::isInstance);
    }

    @Test
    void terminatesAnOrphanInstance() {
        assertThat(
                        TerminationPolicy.of(
                                ArrayFixture.of()
                                        .inPhase(Phase.RUN)
                                        .withPeers(1)
                                        .orphan("i-old")
                                        .snapshot(),
                                NOW))
                .containsExactly(new Action.TerminateInstances(List.of("i-old")));
    }

    @Test
    void terminatesAnInstanceStoppedForThirtyDays() {
        ArrayFixture array =
                ArrayFixture.of()
                        .inPhase(Phase.RUN)
                        .withPeers(1)
                        .desiredPower(DesiredPower.STOPPED, LAUNCHED_AT)
                        .instanceState(InstanceState.STOPPED);

        assertThat(
                        TerminationPolicy.of(
                                array.snapshot(),
                                LAUNCHED_AT.plus(TerminationPolicy.MAX_STOPPED_DURATION)))
                .isEmpty();
        assertThat(
                        TerminationPolicy.of(
                                array.snapshot(),
                                LAUNCHED_AT
                                        .plus(TerminationPolicy.MAX_STOPPED_DURATION)
                                        .plusSeconds(1)))
                .containsExactly(new Action.TerminateInstances(List.of("i-0")));
    }

    @Test
    void terminatesAnInstanceWhoseStopWasRefusedAfterItsRemainingTtl() {
        ArrayFixture array =
                ArrayFixture.of()
                        .inPhase(Phase.RUN)
                        .withPeers(1)
                        .desiredPower(DesiredPower.STOPPED, LAUNCHED_AT)
                        .ttlRemaining(Duration.ofHours(1));
        Instant end =
                LAUNCHED_AT.plus(Duration.ofHours(1)).plus(TerminationPolicy.STOP_RETRY_GRACE);

        assertThat(TerminationPolicy.of(array.snapshot(), end)).isEmpty();
        assertThat(TerminationPolicy.of(array.snapshot(), end.plusSeconds(1)))
                .containsExactly(new Action.TerminateInstances(List.of("i-0")));
    }

    @Test
    void sendsTheWorkOfARetryOnTheSameInstance() {
        ArrayFixture array =
                ArrayFixture.of().inPhase(Phase.RUN).nextAttemptOnSameInstance().published(1);

        assertThat(array.plan()).contains(new Action.SendWork(IndexSet.firstOf(1)));
    }

    @Test
    void closesAStoppedArrayWithoutInstancesAndOpenMembers() {
        ArrayFixture terminated =
                ArrayFixture.of().inPhase(null).endedAndTerminated("STOPPED").suspended();

        assertThat(terminated.plan()).contains(new Action.CloseArray());
        assertThat(terminated.draining().plan()).contains(new Action.CloseArray());
        assertThat(
                        ArrayFixture.of()
                                .inPhase(null)
                                .planned()
                                .desiredPower(DesiredPower.STOPPED)
                                .suspended()
                                .plan())
                .doesNotContain(new Action.CloseArray());
    }

    @Test
    void choosesOnFailureWhenAMemberFailed() {
        String[] flags = {"on-complete", "terminate", "on-failure", "stop"};

        assertThat(completion(ArrayFixture.of(flags).ended("EXIT_0")))
                .containsExactly(new Action.Complete(OnComplete.TERMINATE));
        assertThat(completion(ArrayFixture.of(flags).ended("EXIT_0").ended("EXIT_1")))
                .containsExactly(new Action.Complete(OnComplete.STOP));
    }

    @Test
    void completesOnceAfterTheDelay() {
        ArrayFixture array =
                ArrayFixture.of("on-complete", "stop", "on-complete-delay", "10m").ended("EXIT_0");

        assertThat(completion(array))
                .containsExactly(new Action.ScheduleCompletion(NOW.plus(Duration.ofMinutes(10))));
        assertThat(completion(array.completeAt(NOW.plusMillis(1)))).isEmpty();
        assertThat(completion(array.completeAt(NOW)))
                .containsExactly(new Action.Complete(OnComplete.STOP));
        assertThat(completion(array.completed())).isEmpty();
    }

    @Test
    void doesNotCompleteWhileAMemberWorks() {
        assertThat(
                        completion(
                                ArrayFixture.of("on-complete", "terminate")
                                        .ended("EXIT_0")
                                        .withPeers(1)))
                .isEmpty();
    }

    @Test
    void extendsAnExpiredDeadlineFromNow() {
        Duration hour = Duration.ofHours(1);

        assertThat(ExtendVerb.extended(NOW.minusSeconds(60), hour, NOW)).isEqualTo(NOW.plus(hour));
        assertThat(ExtendVerb.extended(NOW.plusSeconds(60), hour, NOW))
                .isEqualTo(NOW.plusSeconds(60).plus(hour));
    }

    private static List<String> exits(ArrayFixture array) {
        return LossPolicy.of(array.snapshot(), NOW).stream()
                .map(action -> ((Action.EndAttempt) action).exit().toString())
                .toList();
    }

    private static List<Action> completion(ArrayFixture array) {
        return CompletionPolicy.of(array.inPhase(Phase.RELEASE).snapshot(), NOW);
    }
}

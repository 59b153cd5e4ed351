package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.LAUNCHED_AT;
import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayPlanTest {
    private static final IndexSet FIRST_TWO = IndexSet.firstOf(2);

    @Test
    void terminatesAllInstancesOfAnArrayThatIsNotViable() {
        List<Action> plan =
                ArrayFixture.of("on-complete", "keep")
                        .inPhase(Phase.RUN)
                        .outcome(ArrayOutcome.NOT_VIABLE)
                        .ended("NOT_STARTED")
                        .plan();

        assertThat(plan).contains(new Action.TerminateInstances(List.of("i-0")));
    }

    @Test
    void publishesReachableMembersAsPeers() {
        List<Action> plan =
                ArrayFixture.of()
                        .inPhase(Phase.PUBLISH_PEERS)
                        .enrolled()
                        .ended("EXIT_0")
                        .endedAndTerminated("EXIT_1")
                        .plan();

        assertThat(plan).containsExactly(new Action.PublishPeers(1, FIRST_TWO));
    }

    @Test
    void resendsTheCurrentGenerationOfPeers() {
        List<Action> plan =
                ArrayFixture.of()
                        .inPhase(Phase.PUBLISH_PEERS)
                        .peersGeneration(1)
                        .withPeers(1)
                        .withPeers(0)
                        .plan();

        assertThat(plan).containsExactly(new Action.ResendPeers(IndexSet.of(List.of(1))));
    }

    @Test
    void startsWorkBehindTheBarrierInPhaseRun() {
        ArrayFixture array =
                ArrayFixture.of("barrier", "true").withPeers(1).withPeers(1).published(1);

        assertThat(array.inPhase(Phase.PUBLISH_PEERS).plan()).isEmpty();
        assertThat(array.inPhase(Phase.RUN).plan()).contains(new Action.StartWork(FIRST_TWO));
    }

    @Test
    void endsTheAttemptOfATerminatedInstance() {
        List<Action> plan = ArrayFixture.of().inPhase(Phase.RUN).withPeers(1).terminated().plan();

        assertThat(plan)
                .contains(
                        new Action.EndAttempt(
                                1, 1, ExitReason.Plain.MACHINE_LOST, "instance i-1 is terminated"));
    }

    @Test
    void reportsTtlExpiredWhenTheInstanceTerminatedAtItsDeadline() {
        List<Action> plan = ArrayFixture.of().inPhase(Phase.RUN).deadline(NOW).terminated().plan();

        assertThat(plan)
                .filteredOn(Action.EndAttempt.class::isInstance)
                .extracting(a -> ((Action.EndAttempt) a).exit().toString())
                .containsExactly("TTL_EXPIRED");
    }

    @Test
    void terminatesAnInstanceAfterItsDeadlineAndGrace() {
        ArrayFixture array =
                ArrayFixture.of().inPhase(Phase.RUN).withPeers(1).deadline(LAUNCHED_AT);

        assertThat(array.plan(LAUNCHED_AT.plus(TerminationPolicy.TTL_GRACE)))
                .noneMatch(Action.TerminateInstances.class::isInstance);
        assertThat(array.plan(LAUNCHED_AT.plus(TerminationPolicy.TTL_GRACE).plusMillis(1)))
                .contains(new Action.TerminateInstances(List.of("i-0")));
    }

    @Test
    void terminatesAlsoOrphanInstances() {
        List<Action> plan =
                ArrayFixture.of()
                        .batchJobEnded()
                        .draining()
                        .orphan("i-old")
                        .ended("EXIT_0")
                        .endedAndTerminated("EXIT_0")
                        .plan();

        assertThat(plan).contains(new Action.TerminateInstances(List.of("i-0", "i-old")));
    }

    @Test
    void keepsInstancesAfterTheWorkOfAllMembers() {
        for (String exit : List.of("EXIT_0", "EXIT_1")) {
            ArrayFixture array =
                    ArrayFixture.of("on-complete", "keep").batchJobEnded().ended(exit).ended(exit);

            assertThat(array.plan()).containsExactly(new Action.SetState(ArrayState.WORK_ENDED));
        }
    }

    @Test
    void runsWhileOneMemberHasWork() {
        ArrayFixture array =
                ArrayFixture.of("on-complete", "keep")
                        .inPhase(Phase.RUN)
                        .ended("EXIT_1")
                        .withPeers(1);

        assertThat(array.plan()).contains(new Action.SetState(ArrayState.RUNNING));
    }

    @Test
    void closesADrainedArrayWithoutOpenLaunchIntent() {
        assertThat(ArrayFixture.of().batchJobEnded().draining().endedAndTerminated("EXIT_0").plan())
                .containsExactly(new Action.CloseArray());
        assertThat(
                        ArrayFixture.of()
                                .batchJobEnded()
                                .draining()
                                .openLaunchIntent()
                                .endedAndTerminated("EXIT_0")
                                .plan())
                .containsExactly(new Action.ResolveLaunchIntents());
        assertThat(ArrayFixture.of().draining().endedAndTerminated("EXIT_0").plan()).isEmpty();
    }

    @Test
    void closesAReleasedStageBeforeItsExecutionEnds() {
        ArrayFixture array =
                ArrayFixture.of("on-complete", "terminate")
                        .inPhase(Phase.RELEASE)
                        .endedAndTerminated("EXIT_0");

        assertThat(array.plan()).contains(new Action.Complete(OnComplete.TERMINATE));
        assertThat(array.completed().draining().plan()).containsExactly(new Action.CloseArray());
    }
}

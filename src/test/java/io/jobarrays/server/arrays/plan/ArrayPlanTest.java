package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.BEGAN;
import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayPlanTest {
    private static final IndexSet FIRST_TWO = IndexSet.firstOf(2);

    @Test
    void membersWithoutAMachineAreLaunchedInOneCall() {
        List<Action> plan = ArrayFixture.of().planned().planned().enrolled().plan();

        assertThat(plan).containsExactly(new Action.Launch(FIRST_TWO, 1, false));
    }

    @Test
    void aCoupledArrayIsLaunchedTogether() {
        List<Action> plan = ArrayFixture.of("barrier", "true").planned().planned().plan();

        assertThat(plan).containsExactly(new Action.Launch(FIRST_TWO, 1, true));
    }

    @Test
    void aHundredInstancesAreTheMostOfOneCall() {
        ArrayFixture array = ArrayFixture.of();
        for (int i = 0; i < 250; i++) {
            array.planned();
        }

        assertThat(array.plan())
                .extracting(a -> ((Action.Launch) a).indexes().toString())
                .containsExactly("[0-99]", "[100-199]", "[200-249]");
    }

    @Test
    void nothingIsLaunchedWhileAnEarlierCallHasNoOutcome() {
        List<Action> plan = ArrayFixture.of().openLaunchIntent().planned().plan();

        assertThat(plan).containsExactly(new Action.ResolveLaunchIntents());
    }

    @Test
    void afterARefusalTheNextLaunchWaits() {
        assertThat(ArrayFixture.of().planned().launchBackoffUntil(NOW.plusMillis(1)).plan())
                .isEmpty();
        assertThat(ArrayFixture.of().planned().launchBackoffUntil(NOW).plan()).hasSize(1);
    }

    @Test
    void onlyIndexesOfTheNewAttemptAreLaunchedAgain() {
        List<Action> plan =
                ArrayFixture.of()
                        .endedAndTerminated("EXIT_0")
                        .nextAttempt()
                        .endedAndTerminated("EXIT_0")
                        .plan();

        assertThat(plan).containsExactly(new Action.Launch(IndexSet.of(List.of(1)), 2, false));
    }

    @Test
    void whoDoesNotComeInTimeFailsWithEc2sReason() {
        List<Action> plan =
                ArrayFixture.of("barrier-timeout", "10s")
                        .enrolled()
                        .planned()
                        .launchError("InsufficientInstanceCapacity")
                        .plan();

        assertThat(plan)
                .containsExactly(
                        new Action.EndAttempt(
                                1,
                                1,
                                new ExitReason.LaunchFailed("InsufficientInstanceCapacity"),
                                "EC2 said InsufficientInstanceCapacity"));
    }

    @Test
    void aMachineWithoutItsAgentFailsByTheBarrier() {
        List<Action> plan =
                ArrayFixture.of("barrier-timeout", "10s")
                        .inPhase(Phase.BARRIER)
                        .enrolled()
                        .launched()
                        .plan();

        assertThat(plan)
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.EndAttempt.class,
                        end -> {
                            assertThat(end.exit()).hasToString("LAUNCH_FAILED:BarrierTimeout");
                            assertThat(end.reason()).contains("i-1").contains("10s");
                        });
    }

    @Test
    void aCoupledArrayThatMissesOneIsGivenUp() {
        List<Action> plan =
                ArrayFixture.of("barrier", "true")
                        .inPhase(Phase.BARRIER)
                        .enrolled()
                        .failedToLaunch("InsufficientInstanceCapacity")
                        .plan();

        assertThat(plan)
                .containsExactly(
                        new Action.MarkNotViable(
                                IndexSet.of(List.of(1)), "1 of 2 members enrolled, [1] did not"));
    }

    @Test
    void anArrayThatWasGivenUpKeepsNoMachine() {
        List<Action> plan =
                ArrayFixture.of("on-complete", "keep")
                        .inPhase(Phase.RUN)
                        .outcome(ArrayOutcome.NOT_VIABLE)
                        .ended("NOT_STARTED")
                        .plan();

        assertThat(plan).contains(new Action.TerminateInstances(List.of("i-0")));
    }

    @Test
    void peersAreThoseWhoAreHereAndRunning() {
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
    void oneGenerationServesAllWhoAskForIt() {
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
    void heldWorkBeginsOnlyWhenItsBatchStepRuns() {
        ArrayFixture array =
                ArrayFixture.of("barrier", "true").withPeers(1).withPeers(1).published(1);

        assertThat(array.inPhase(Phase.PUBLISH_PEERS).plan()).isEmpty();
        assertThat(array.inPhase(Phase.RUN).plan()).contains(new Action.StartWork(FIRST_TWO));
    }

    @Test
    void aMachineThatWentAwayEndsItsAttempt() {
        List<Action> plan = ArrayFixture.of().inPhase(Phase.RUN).withPeers(1).terminated().plan();

        assertThat(plan)
                .contains(
                        new Action.EndAttempt(
                                1, 1, ExitReason.Plain.AGENT_SILENT, "instance i-1 is terminated"));
    }

    @Test
    void aMachineThatWentAtItsDeadlineExpired() {
        List<Action> plan = ArrayFixture.of().inPhase(Phase.RUN).deadline(NOW).terminated().plan();

        assertThat(plan)
                .filteredOn(Action.EndAttempt.class::isInstance)
                .extracting(a -> ((Action.EndAttempt) a).exit().toString())
                .containsExactly("TTL_EXPIRED");
    }

    @Test
    void theServerEndsWhatAnAgentDidNotEndAtItsDeadline() {
        ArrayFixture array = ArrayFixture.of().inPhase(Phase.RUN).withPeers(1).deadline(BEGAN);

        assertThat(array.plan(BEGAN.plus(DeadlinePolicy.TTL_GRACE)))
                .noneMatch(Action.TerminateInstances.class::isInstance);
        assertThat(array.plan(BEGAN.plus(DeadlinePolicy.TTL_GRACE).plusMillis(1)))
                .contains(new Action.TerminateInstances(List.of("i-0")));
    }

    @Test
    void terminationIsOfEveryInstanceEverLaunched() {
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
    void aKeptArrayLivesOnAfterItsWork() {
        ArrayFixture array = ArrayFixture.of("on-complete", "keep").batchJobEnded().ended("EXIT_0");

        assertThat(array.plan()).containsExactly(new Action.SetState(ArrayState.RUNNING));
    }

    @Test
    void anArrayIsClosedOnlyWhenNothingCanRun() {
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
    void aReleasedStageIsClosedBeforeItsChainEnds() {
        ArrayFixture array =
                ArrayFixture.of("on-complete", "terminate")
                        .inPhase(Phase.RELEASE)
                        .endedAndTerminated("EXIT_0");

        assertThat(array.plan()).contains(new Action.Complete(OnComplete.TERMINATE));
        assertThat(array.completed().draining().plan()).containsExactly(new Action.CloseArray());
    }

    @Test
    void patienceIsCountedFromTheLaunch() {
        ArrayFixture array = ArrayFixture.of("barrier-timeout", "1m").planned();

        assertThat(array.plan(BEGAN.plus(Duration.ofSeconds(59))))
                .singleElement()
                .isInstanceOf(Action.Launch.class);
        assertThat(array.plan(BEGAN.plus(Duration.ofSeconds(61))))
                .noneMatch(Action.Launch.class::isInstance);
    }

    @Test
    void clearsTheLaunchErrorWhenALaterLaunchSucceeded() {
        ArrayFixture array =
                ArrayFixture.of().enrolled().launched().launchError("InsufficientInstanceCapacity");

        assertThat(array.plan()).containsExactly(new Action.ClearLaunchError());
        assertThat(array.inPhase(Phase.RUN).plan()).contains(new Action.ClearLaunchError());
    }

    @Test
    void keepsTheLaunchErrorWhileAMemberIsNotLaunched() {
        ArrayFixture waiting = ArrayFixture.of().enrolled().planned().launchError("Throttling");
        ArrayFixture failed =
                ArrayFixture.of()
                        .enrolled()
                        .failedToLaunch("InsufficientInstanceCapacity")
                        .launchError("InsufficientInstanceCapacity");

        assertThat(waiting.plan()).doesNotContain(new Action.ClearLaunchError());
        assertThat(failed.plan()).doesNotContain(new Action.ClearLaunchError());
    }
}

package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.spec.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchPolicyTest {
    private static final IndexSet FIRST_TWO = IndexSet.firstOf(2);

    @Test
    void anArrayWhoseMembersAreAllRetriedIsNotGivenUpMeanwhile() {
        ArrayFixture array =
                ArrayFixture.of("command", "true", "barrier", "true", "retries", "1")
                        .endedWithoutMachine("LAUNCH_FAILED:PeersNotWritten")
                        .enrolled()
                        .inPhase(Phase.PUBLISH_PEERS);

        assertThat(array.plan()).anyMatch(Action.MarkNotViable.class::isInstance);
        assertThat(array.retriesTogether().plan())
                .noneMatch(Action.MarkNotViable.class::isInstance);
    }

    @Test
    void membersThatOtherStagesLetNotBeginDoNotMakeTheArrayNotViable() {
        ArrayFixture array =
                ArrayFixture.of("command", "true", "after", "earlier")
                        .endedWithoutMachine("NOT_STARTED")
                        .endedWithoutMachine("NOT_STARTED");

        assertThat(array.inPhase(Phase.BARRIER).plan())
                .noneMatch(Action.MarkNotViable.class::isInstance);
        assertThat(
                        ArrayFixture.of("command", "true")
                                .failedToLaunch("InsufficientInstanceCapacity")
                                .inPhase(Phase.BARRIER)
                                .plan())
                .anyMatch(Action.MarkNotViable.class::isInstance);
    }

    @Test
    void launchesAllMembersWithoutInstanceInOneCall() {
        List<Action> plan = ArrayFixture.of().planned().planned().enrolled().plan();

        assertThat(plan).containsExactly(new Action.Launch(FIRST_TWO, 1, false, 2));
    }

    @Test
    void launchesAnArrayWithBarrierAllOrNothing() {
        List<Action> plan = ArrayFixture.of("barrier", "true").planned().planned().plan();

        assertThat(plan).containsExactly(new Action.Launch(FIRST_TWO, 1, true, 2));
    }

    @Test
    void launchesAtMostAHundredInstancesPerCall() {
        ArrayFixture array = ArrayFixture.of();
        planned(array, 250);

        assertThat(array.plan())
                .containsExactly(new Action.Launch(IndexSet.firstOf(100), 1, false, 250));
    }

    @Test
    void launchesACoupledArrayOfAThousandByOneCall() {
        ArrayFixture array = ArrayFixture.of("barrier", "true");
        planned(array, 1001);

        assertThat(array.plan())
                .containsExactly(new Action.Launch(IndexSet.firstOf(1000), 1, true, 1001));
    }

    @Test
    void releasesTheInstancesOfACoupledArrayOfSeveralCallsWithoutCapacity() {
        ArrayFixture array = ArrayFixture.of("barrier", "true").launched();
        planned(array, 1000);

        assertThat(array.launchRetryAt(NOW.plusSeconds(1)).plan()).isEmpty();
        assertThat(array.launchError("InsufficientInstanceCapacity").plan())
                .containsExactly(new Action.ReleaseIncomplete(IndexSet.firstOf(1)));
    }

    @Test
    void keepsTheInstancesOfACoupledArrayOfOneCallWhileOneIsReplaced() {
        List<Action> plan =
                ArrayFixture.of("barrier", "true")
                        .launched()
                        .planned()
                        .launchRetryAt(NOW.plusSeconds(1))
                        .launchError("InsufficientInstanceCapacity")
                        .plan();

        assertThat(plan).isEmpty();
    }

    private static void planned(ArrayFixture array, int members) {
        for (int i = 0; i < members; i++) {
            array.planned();
        }
    }

    @Test
    void launchesNothingWhileALaunchIntentIsOpen() {
        List<Action> plan = ArrayFixture.of().openLaunchIntent().planned().plan();

        assertThat(plan).containsExactly(new Action.ResolveLaunchIntents());
    }

    @Test
    void waitsForTheBackoffAfterARefusedLaunch() {
        assertThat(ArrayFixture.of().planned().launchRetryAt(NOW.plusMillis(1)).plan()).isEmpty();
        assertThat(ArrayFixture.of().planned().launchRetryAt(NOW).plan()).hasSize(1);
    }

    @Test
    void replacesAnInstanceThatEndedBeforeItsAgentEnrolled() {
        List<Action> plan = ArrayFixture.of().enrolled().endedBeforeEnrolment(1).plan();

        assertThat(plan).containsExactly(new Action.Launch(IndexSet.of(List.of(1)), 1, false, 1));
    }

    @Test
    void endsTheAttemptWhenItsThirdInstanceEndedBeforeItsAgentEnrolled() {
        List<Action> plan = ArrayFixture.of().enrolled().endedBeforeEnrolment(3).plan();

        assertThat(plan)
                .noneMatch(Action.Launch.class::isInstance)
                .filteredOn(Action.EndAttempt.class::isInstance)
                .extracting(a -> ((Action.EndAttempt) a).exit().toString())
                .containsExactly("LAUNCH_FAILED:InstanceTerminated");
    }

    @Test
    void launchesOnlyMembersOfTheNewAttempt() {
        List<Action> plan =
                ArrayFixture.of()
                        .endedAndTerminated("EXIT_0")
                        .nextAttempt()
                        .endedAndTerminated("EXIT_0")
                        .plan();

        assertThat(plan).containsExactly(new Action.Launch(IndexSet.of(List.of(1)), 2, false, 1));
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

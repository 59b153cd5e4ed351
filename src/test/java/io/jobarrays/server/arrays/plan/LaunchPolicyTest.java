package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.LAUNCHED_AT;
import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchPolicyTest {
    private static final IndexSet FIRST_TWO = IndexSet.firstOf(2);

    @Test
    void launchesAllMembersWithoutInstanceInOneCall() {
        List<Action> plan = ArrayFixture.of().planned().planned().enrolled().plan();

        assertThat(plan).containsExactly(new Action.Launch(FIRST_TWO, 1, false));
    }

    @Test
    void launchesAnArrayWithBarrierAllOrNothing() {
        List<Action> plan = ArrayFixture.of("barrier", "true").planned().planned().plan();

        assertThat(plan).containsExactly(new Action.Launch(FIRST_TWO, 1, true));
    }

    @Test
    void launchesAtMostAHundredInstancesPerCall() {
        ArrayFixture array = ArrayFixture.of();
        for (int i = 0; i < 250; i++) {
            array.planned();
        }

        assertThat(array.plan())
                .extracting(a -> ((Action.Launch) a).indexes().toString())
                .containsExactly("[0-99]", "[100-199]", "[200-249]");
    }

    @Test
    void launchesNothingWhileALaunchIntentIsOpen() {
        List<Action> plan = ArrayFixture.of().openLaunchIntent().planned().plan();

        assertThat(plan).containsExactly(new Action.ResolveLaunchIntents());
    }

    @Test
    void waitsForTheBackoffAfterARefusedLaunch() {
        assertThat(ArrayFixture.of().planned().launchBackoffUntil(NOW.plusMillis(1)).plan())
                .isEmpty();
        assertThat(ArrayFixture.of().planned().launchBackoffUntil(NOW).plan()).hasSize(1);
    }

    @Test
    void launchesOnlyMembersOfTheNewAttempt() {
        List<Action> plan =
                ArrayFixture.of()
                        .endedAndTerminated("EXIT_0")
                        .nextAttempt()
                        .endedAndTerminated("EXIT_0")
                        .plan();

        assertThat(plan).containsExactly(new Action.Launch(IndexSet.of(List.of(1)), 2, false));
    }

    @Test
    void endsAMemberNotLaunchedInTimeWithTheReasonOfEc2() {
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
    void endsAMemberWhoseAgentDoesNotEnrolInTime() {
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
    void marksAnArrayWithBarrierNotViableWhenAMemberIsMissing() {
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
    void countsTheBarrierTimeoutFromTheStartOfTheAttempt() {
        ArrayFixture array = ArrayFixture.of("barrier-timeout", "1m").planned();

        assertThat(array.plan(LAUNCHED_AT.plus(Duration.ofSeconds(59))))
                .singleElement()
                .isInstanceOf(Action.Launch.class);
        assertThat(array.plan(LAUNCHED_AT.plus(Duration.ofSeconds(61))))
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

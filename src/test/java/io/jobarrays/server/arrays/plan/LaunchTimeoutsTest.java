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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link LaunchPolicy}: members that are not launched or do not enrol in time. */
class LaunchTimeoutsTest {
    @Test
    void countsTheBarrierTimeoutFromTheAdmissionOfTheCall() {
        ArrayFixture array = ArrayFixture.of("barrier-timeout", "10s").planned().queued();

        assertThat(array.plan(NOW.plus(Duration.ofHours(1))))
                .singleElement()
                .isInstanceOf(Action.Launch.class);
    }

    @Test
    void endsTheLaunchOfAnArrayThatIsNotAdmittedWithinTheQueueTimeout() {
        ArrayFixture array =
                ArrayFixture.of("queue-timeout", "10s", "retries", "0").planned().queued();

        assertThat(array.plan(NOW.minusMillis(1)))
                .singleElement()
                .isInstanceOf(Action.Launch.class);
        assertThat(array.plan(NOW))
                .noneMatch(Action.Launch.class::isInstance)
                .anyMatch(Action.MarkNotViable.class::isInstance)
                .filteredOn(Action.EndAttempt.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.EndAttempt.class,
                        end -> {
                            assertThat(end.exit()).hasToString("LAUNCH_FAILED:QueueTimeout");
                            assertThat(end.reason()).contains("--queue-timeout 10s");
                        });
    }

    @Test
    void appliesTheQueueTimeoutToTheFirstCallOnly() {
        ArrayFixture array = ArrayFixture.of("queue-timeout", "10s").launched().planned().queued();

        assertThat(array.plan(NOW.plusSeconds(60)))
                .singleElement()
                .isInstanceOf(Action.Launch.class);
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

        assertThat(plan).hasSize(2).contains(new Action.TerminateInstances(List.of("i-1")));
        assertThat(plan)
                .filteredOn(Action.EndAttempt.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.EndAttempt.class,
                        end -> {
                            assertThat(end.exit()).hasToString("LAUNCH_FAILED:BarrierTimeout");
                            assertThat(end.reason()).contains("i-1").contains("10s");
                        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"BARRIER", "PUBLISH_PEERS", "RUN"})
    void marksNotViableInTheSamePlanWhenNoAgentEnrolsInTime(Phase phase) {
        List<Action> plan =
                ArrayFixture.of("barrier-timeout", "10s", "on-complete", "keep")
                        .inPhase(phase)
                        .launched()
                        .overdue()
                        .plan();

        assertThat(plan)
                .contains(
                        new Action.MarkNotViable(
                                IndexSet.firstOf(2), "0 of 2 members enrolled, [0-1] did not"));
    }

    @Test
    void awaitsTheRetryOfAMemberWhoseAgentDidNotEnrol() {
        List<Action> plan =
                ArrayFixture.of("barrier-timeout", "10s", "retries", "1")
                        .inPhase(Phase.BARRIER)
                        .launched()
                        .plan();

        assertThat(plan)
                .anyMatch(Action.EndAttempt.class::isInstance)
                .noneMatch(Action.MarkNotViable.class::isInstance);
    }

    @Test
    void marksACoupledArrayNotViableWhenAReplacementIsNotLaunched() {
        ArrayFixture array =
                ArrayFixture.of("barrier", "true", "barrier-timeout", "10s")
                        .inPhase(Phase.RUN)
                        .peersGeneration(1)
                        .withPeers(1)
                        .nextAttempt();

        assertThat(array.plan(NOW.minusSeconds(1)))
                .noneMatch(Action.MarkNotViable.class::isInstance);
        assertThat(array.plan()).anyMatch(Action.MarkNotViable.class::isInstance);
    }

    @Test
    void keepsAnArrayWithoutOpenWorkWhenAnAddedMemberDoesNotEnrol() {
        List<Action> plan =
                ArrayFixture.of("barrier", "true", "barrier-timeout", "10s")
                        .inPhase(Phase.RUN)
                        .peersGeneration(1)
                        .ended("EXIT_0")
                        .overdue()
                        .plan();

        assertThat(plan)
                .contains(new Action.TerminateInstances(List.of("i-1")))
                .noneMatch(Action.MarkNotViable.class::isInstance);
    }

    @Test
    void countsTheBarrierTimeoutOfALiveInstanceFromTheStartOfThisServer() {
        ArrayFixture array =
                ArrayFixture.of("barrier-timeout", "10s")
                        .inPhase(Phase.BARRIER)
                        .launched()
                        .listeningSince(NOW);

        assertThat(array.plan()).isEmpty();
        assertThat(array.plan(NOW.plusSeconds(10)))
                .contains(new Action.TerminateInstances(List.of("i-0")));
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
}

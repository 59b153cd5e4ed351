package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.BEGAN;
import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerPolicyTest {
    private static final IndexSet ONE = IndexSet.firstOf(1);
    private static final Instant LONG_AGO = BEGAN.minus(Duration.ofMinutes(5));

    @Test
    void workIsEndedBeforeItsMachineStops() {
        assertThat(power(working().wanted(DesiredPower.STOPPED, NOW)))
                .containsExactly(new Action.Halt(ONE), new Action.Show(ArrayState.STOPPED));
    }

    @Test
    void thenItsDeadlineRestsAndThenItStops() {
        ArrayFixture halted = working().wanted(DesiredPower.STOPPED, NOW).halted();

        assertThat(power(halted)).contains(new Action.Pause(ONE)).noneMatch(isOff());
        assertThat(power(halted.paused())).contains(new Action.SwitchOff(ONE, false));
    }

    @Test
    void workThatDoesNotEndIsWaitedForNotLongerThanItsGrace() {
        assertThat(power(working().wanted(DesiredPower.STOPPED, LONG_AGO)))
                .contains(new Action.SwitchOff(ONE, false));
    }

    @Test
    void anAgentThatIsAwayHoldsNothingUp() {
        assertThat(power(working().wanted(DesiredPower.STOPPED, NOW).halted().away()))
                .contains(new Action.SwitchOff(ONE, false));
    }

    @Test
    void workSleepsWithAMachineThatHibernates() {
        ArrayFixture scene = working().wanted(DesiredPower.HIBERNATED, NOW);

        assertThat(power(scene)).doesNotContain(new Action.Halt(ONE));
        assertThat(power(scene.paused())).contains(new Action.SwitchOff(ONE, true));
    }

    @Test
    void aStoppedMachineThatIsWantedAgainIsStartedOnce() {
        ArrayFixture scene = working().wanted(DesiredPower.STARTING);

        assertThat(power(scene.as(InstanceState.STOPPING))).isEmpty();
        assertThat(power(scene.as(InstanceState.STOPPED)))
                .containsExactly(new Action.SwitchOn(ONE));
        assertThat(power(scene.as(InstanceState.PENDING))).isEmpty();
        assertThat(power(scene.as(InstanceState.RUNNING))).containsExactly(new Action.Started(ONE));
    }

    @Test
    void whatSomebodyElseStoppedIsNotStartedAgain() {
        assertThat(power(working().as(InstanceState.STOPPED)))
                .containsExactly(new Action.FoundOff(ONE));
    }

    @Test
    void aMachineThatIsToBeReplacedIsNotFoundOff() {
        assertThat(power(working().as(InstanceState.STOPPED).outdated()))
                .noneMatch(Action.FoundOff.class::isInstance);
    }

    @Test
    void noDeadlineRunsForAMachineThatIsOff() {
        ArrayFixture off = working().wanted(DesiredPower.STOPPED).as(InstanceState.STOPPED);

        assertThat(power(off)).doesNotContain(new Action.Pause(ONE));
        assertThat(power(off.deadline(NOW))).contains(new Action.Pause(ONE));
    }

    @Test
    void whatAWholeStopFindsUnlaunchedIsNotLaunched() {
        ArrayFixture scene =
                ArrayFixture.of().in(Phase.LAUNCH).planned().wanted(DesiredPower.STOPPED);

        assertThat(scene.plan()).noneMatch(Action.Launch.class::isInstance);
        assertThat(
                        ArrayFixture.of()
                                .in(Phase.LAUNCH)
                                .planned()
                                .wanted(DesiredPower.STARTING)
                                .plan())
                .anyMatch(Action.Launch.class::isInstance);
    }

    private static java.util.function.Predicate<Action> isOff() {
        return Action.SwitchOff.class::isInstance;
    }

    private static ArrayFixture working() {
        return ArrayFixture.of().in(Phase.RUN).withPeers(1);
    }

    private static List<Action> power(ArrayFixture scene) {
        return PowerPolicy.of(scene.snapshot(), NOW);
    }
}

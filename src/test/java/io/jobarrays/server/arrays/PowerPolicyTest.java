package io.jobarrays.server.arrays;

import static io.jobarrays.server.arrays.Scene.BEGAN;
import static io.jobarrays.server.arrays.Scene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.instances.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerPolicyTest {
    private static final IndexSet ONE = IndexSet.firstOf(1);
    private static final Instant LONG_AGO = BEGAN.minus(Duration.ofMinutes(5));

    @Test
    void workIsEndedBeforeItsMachineStops() {
        assertThat(power(working().wanted(Power.STOPPED, NOW)))
                .containsExactly(new Action.Halt(ONE), new Action.Show(ArrayState.STOPPED));
    }

    @Test
    void thenItsDeadlineRestsAndThenItStops() {
        Scene halted = working().wanted(Power.STOPPED, NOW).halted();

        assertThat(power(halted)).contains(new Action.Pause(ONE)).noneMatch(isOff());
        assertThat(power(halted.paused())).contains(new Action.SwitchOff(ONE, false));
    }

    @Test
    void workThatDoesNotEndIsWaitedForNotLongerThanItsGrace() {
        assertThat(power(working().wanted(Power.STOPPED, LONG_AGO)))
                .contains(new Action.SwitchOff(ONE, false));
    }

    @Test
    void anAgentThatIsAwayHoldsNothingUp() {
        assertThat(power(working().wanted(Power.STOPPED, NOW).halted().away()))
                .contains(new Action.SwitchOff(ONE, false));
    }

    @Test
    void workSleepsWithAMachineThatHibernates() {
        Scene scene = working().wanted(Power.HIBERNATED, NOW);

        assertThat(power(scene)).doesNotContain(new Action.Halt(ONE));
        assertThat(power(scene.paused())).contains(new Action.SwitchOff(ONE, true));
    }

    @Test
    void aStoppedMachineThatIsWantedAgainIsStartedOnce() {
        Scene scene = working().wanted(Power.STARTING);

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
        Scene off = working().wanted(Power.STOPPED).as(InstanceState.STOPPED);

        assertThat(power(off)).doesNotContain(new Action.Pause(ONE));
        assertThat(power(off.deadline(NOW))).contains(new Action.Pause(ONE));
    }

    @Test
    void whatAWholeStopFindsUnlaunchedIsNotLaunched() {
        Scene scene = Scene.of().in(Phase.LAUNCH).planned().wanted(Power.STOPPED);

        assertThat(scene.plan()).noneMatch(Action.Launch.class::isInstance);
        assertThat(Scene.of().in(Phase.LAUNCH).planned().wanted(Power.STARTING).plan())
                .anyMatch(Action.Launch.class::isInstance);
    }

    private static java.util.function.Predicate<Action> isOff() {
        return Action.SwitchOff.class::isInstance;
    }

    private static Scene working() {
        return Scene.of().in(Phase.RUN).withPeers(1);
    }

    private static List<Action> power(Scene scene) {
        return PowerPolicy.of(scene.snapshot(), NOW);
    }
}

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

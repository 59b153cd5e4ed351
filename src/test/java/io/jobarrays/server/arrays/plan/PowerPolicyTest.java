package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.LAUNCHED_AT;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PowerPolicyTest {
    private static final IndexSet ONE = IndexSet.firstOf(1);
    private static final Instant LONG_AGO = LAUNCHED_AT.minus(Duration.ofMinutes(5));

    @Test
    void stopsTheWorkBeforeTheInstance() {
        assertThat(power(working().desiredPower(DesiredPower.STOPPED, NOW)))
                .containsExactly(new Action.StopWork(ONE), new Action.SetState(ArrayState.STOPPED));
    }

    @Test
    void pausesTheDeadlineBeforeTheStop() {
        ArrayFixture halted = working().desiredPower(DesiredPower.STOPPED, NOW).workStopped();

        assertThat(power(halted)).contains(new Action.PauseDeadline(ONE)).noneMatch(isOff());
        assertThat(power(halted.deadlinePaused())).contains(new Action.StopInstances(ONE, false));
    }

    @Test
    void stopsTheInstanceWhenTheWorkOutlastsItsGrace() {
        assertThat(power(working().desiredPower(DesiredPower.STOPPED, LONG_AGO)))
                .contains(new Action.StopInstances(ONE, false));
    }

    @Test
    void stopsAnInstanceWhoseAgentIsDisconnected() {
        assertThat(
                        power(
                                working()
                                        .desiredPower(DesiredPower.STOPPED, NOW)
                                        .workStopped()
                                        .disconnected()))
                .contains(new Action.StopInstances(ONE, false));
    }

    @Test
    void hibernatesAnInstanceWithItsWork() {
        ArrayFixture array = working().desiredPower(DesiredPower.HIBERNATED, NOW);

        assertThat(power(array)).doesNotContain(new Action.StopWork(ONE));
        assertThat(power(array.deadlinePaused())).contains(new Action.StopInstances(ONE, true));
    }

    @Test
    void startsAStoppedInstanceOnce() {
        ArrayFixture array = working().desiredPower(DesiredPower.STARTING);

        assertThat(power(array.instanceState(InstanceState.STOPPING))).isEmpty();
        assertThat(power(array.instanceState(InstanceState.STOPPED)))
                .containsExactly(new Action.StartInstances(ONE));
        assertThat(power(array.instanceState(InstanceState.PENDING))).isEmpty();
        assertThat(power(array.instanceState(InstanceState.RUNNING)))
                .containsExactly(new Action.RecordStarted(ONE));
    }

    @Test
    void recordsAnExternalStopWithoutStartingAgain() {
        assertThat(power(working().instanceState(InstanceState.STOPPED)))
                .containsExactly(new Action.RecordExternalStop(ONE));
    }

    @Test
    void recordsNoExternalStopOfAnInstanceToBeReplaced() {
        assertThat(power(working().instanceState(InstanceState.STOPPED).markedForReplacement()))
                .noneMatch(Action.RecordExternalStop.class::isInstance);
    }

    @Test
    void pausesTheDeadlineOfAStoppedInstance() {
        ArrayFixture off =
                working().desiredPower(DesiredPower.STOPPED).instanceState(InstanceState.STOPPED);

        assertThat(power(off)).doesNotContain(new Action.PauseDeadline(ONE));
        assertThat(power(off.deadline(NOW))).contains(new Action.PauseDeadline(ONE));
    }

    @Test
    void launchesNoMemberThatIsToBeOff() {
        ArrayFixture array =
                ArrayFixture.of()
                        .inPhase(Phase.LAUNCH)
                        .planned()
                        .desiredPower(DesiredPower.STOPPED);

        assertThat(array.plan()).noneMatch(Action.Launch.class::isInstance);
        assertThat(
                        ArrayFixture.of()
                                .inPhase(Phase.LAUNCH)
                                .planned()
                                .desiredPower(DesiredPower.STARTING)
                                .plan())
                .anyMatch(Action.Launch.class::isInstance);
    }

    private static Predicate<Action> isOff() {
        return Action.StopInstances.class::isInstance;
    }

    private static ArrayFixture working() {
        return ArrayFixture.of().inPhase(Phase.RUN).withPeers(1);
    }

    private static List<Action> power(ArrayFixture array) {
        return PowerPolicy.of(array.snapshot(), NOW);
    }
}

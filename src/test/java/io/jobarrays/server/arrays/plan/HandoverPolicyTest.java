package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.InstanceState;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverPolicyTest {
    @Test
    void takesMachinesBeforeOthersAreLaunched() {
        ArrayFixture array = ArrayFixture.of().planned().planned();

        assertThat(array.plan()).anyMatch(Action.Launch.class::isInstance);
        assertThat(array.awaitsMachines().plan())
                .contains(new Action.TakeMachines())
                .noneMatch(Action.Launch.class::isInstance);
    }

    @Test
    void givesMachinesWhoseWorkHasEnded() {
        assertThat(mayBeGiven(ArrayFixture.of().ended("EXIT_0"))).isTrue();
        assertThat(mayBeGiven(ArrayFixture.of().ended("EXIT_3"))).isTrue();
        assertThat(
                        mayBeGiven(
                                ArrayFixture.of()
                                        .ended("EXIT_0")
                                        .instanceState(InstanceState.PENDING)))
                .isTrue();
    }

    @Test
    void givesNoMachineThatWorksOrIsNotThere() {
        assertThat(mayBeGiven(ArrayFixture.of().withPeers(1))).isFalse();
        assertThat(mayBeGiven(ArrayFixture.of().endedAndTerminated("EXIT_0"))).isFalse();
        assertThat(mayBeGiven(ArrayFixture.of().ended("AGENT_SILENT"))).isFalse();
        assertThat(mayBeGiven(ArrayFixture.of().ended("EXIT_0").unkeptOutputs("disk full")))
                .isFalse();
        assertThat(
                        mayBeGiven(
                                ArrayFixture.of()
                                        .ended("EXIT_0")
                                        .instanceState(InstanceState.STOPPED)))
                .isFalse();
        assertThat(mayBeGiven(ArrayFixture.of().ended("EXIT_0").desiredPower(DesiredPower.STOPPED)))
                .isFalse();
    }

    @Test
    void keepsMachinesThatALaterStageNeedsAndEndsTheOthers() {
        ArrayFixture array =
                chain().ended("EXIT_0").ended("EXIT_0").ended("EXIT_0").keepsMachines(2);

        assertThat(array.plan())
                .contains(new Action.TerminateInstances(List.of("i-2")))
                .noneMatch(Action.Complete.class::isInstance);
        assertThat(isReleased(array, 0)).isTrue();
        assertThat(isReleased(array, 1)).isTrue();
        assertThat(isReleased(array, 2)).isFalse();
    }

    @Test
    void completesOnceTheMachinesAreGiven() {
        ArrayFixture array =
                chain().endedAndTerminated("EXIT_0").endedAndTerminated("EXIT_0").keepsMachines(2);

        assertThat(array.plan()).anyMatch(Action.Complete.class::isInstance);
    }

    @Test
    void takesMachinesBeforeItEndsWithoutThem() {
        ArrayFixture array = ArrayFixture.of().planned().draining().batchJobEnded();

        assertThat(array.plan()).contains(new Action.CloseArray());
        assertThat(array.awaitsMachines().plan())
                .contains(new Action.TakeMachines())
                .doesNotContain(new Action.CloseArray());
    }

    @Test
    void publishesNoPeersWhenTheMachinesAreAnotherStages() {
        ArrayFixture array = ArrayFixture.of("command", "true").ended("EXIT_0").peersGeneration(1);
        array.endedAndTerminated("EXIT_0");

        assertThat(array.inPhase(Phase.RUN).plan()).anyMatch(Action.PublishPeers.class::isInstance);
        assertThat(array.givenTo().plan()).noneMatch(Action.PublishPeers.class::isInstance);
    }

    @Test
    void endsMachinesThatWereKeptWhenTheJobEnds() {
        ArrayFixture array = chain().ended("EXIT_0").keepsMachines(1).batchJobEnded();

        assertThat(array.plan()).anyMatch(Action.Complete.class::isInstance);
    }

    private static ArrayFixture chain() {
        return ArrayFixture.of("command", "true", "on-complete", "terminate")
                .inPhase(Phase.RELEASE);
    }

    private static boolean isReleased(ArrayFixture array, int index) {
        ArraySnapshot snapshot = array.snapshot();
        return new PhaseProgress(snapshot, ArrayFixture.NOW)
                .of(Phase.RELEASE, snapshot.members().get(index))
                .isPresent();
    }

    private static boolean mayBeGiven(ArrayFixture array) {
        return HandoverPolicy.mayBeGiven(array.snapshot().members().getFirst());
    }
}

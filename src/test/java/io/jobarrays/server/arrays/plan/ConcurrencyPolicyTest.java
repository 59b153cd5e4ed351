package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.InstanceState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyPolicyTest {
    @Test
    void launchesNoneThatWaits() {
        ArrayFixture array = limited(2).planned().planned().deferred().deferred();

        assertThat(array.inPhase(Phase.LAUNCH).plan())
                .filteredOn(action -> action instanceof Action.Launch)
                .containsExactly(new Action.Launch(indexes(0, 1), 1, false, 2));
        assertThat(array.inPhase(Phase.RUN).plan())
                .noneMatch(action -> action instanceof Action.TakeTurns);
    }

    @Test
    void givesTheMachineOfAnIndexThatHasEndedToTheNext() {
        ArrayFixture array = limited(2).withPeers(1).ended("EXIT_0").deferred().deferred();

        assertThat(ConcurrencyPolicy.of(array.snapshot()))
                .containsExactly(new Action.ReuseMachines(List.of(1), List.of(2)));
    }

    @Test
    void endsOtherMachinesOnceItHasPassedSomeOn() {
        ArrayFixture array = limited(2).ended("EXIT_0").ended("AGENT_SILENT").deferred();

        assertThat(ConcurrencyPolicy.of(array.snapshot()))
                .containsExactly(new Action.ReuseMachines(List.of(0), List.of(2)));
    }

    @Test
    void allTakeTheirTurnsWhenACorrectionHasLiftedTheLimit() {
        ArrayFixture array = ArrayFixture.of().inPhase(Phase.RUN).ended("EXIT_0").deferred();

        assertThat(ConcurrencyPolicy.of(array.deferred().snapshot()))
                .containsExactly(new Action.TakeTurns(indexes(1, 2)));
    }

    @Test
    void endsTheMachineOfASilentAgent() {
        ArrayFixture array = limited(1).ended("AGENT_SILENT").deferred();

        assertThat(ConcurrencyPolicy.of(array.snapshot()))
                .containsExactly(new Action.TerminateInstances(List.of("i-0")));
    }

    @Test
    void endsTheMachineOfAnIndexThatHasEndedBeforeTheNextHasOne() {
        ArrayFixture array = eachItsOwn(2).withPeers(1).ended("EXIT_0").deferred().deferred();

        assertThat(ConcurrencyPolicy.of(array.snapshot()))
                .containsExactly(new Action.TerminateInstances(List.of("i-1")));
    }

    @Test
    void letsTheLowestTakeThePlace() {
        ArrayFixture array =
                limited(2).withPeers(1).endedAndTerminated("EXIT_3").deferred().deferred();

        assertThat(ConcurrencyPolicy.of(array.snapshot()))
                .containsExactly(new Action.TakeTurns(indexes(2)));
    }

    @Test
    void aMachineThatIsShuttingDownHasNoPlace() {
        ArrayFixture array =
                limited(1).ended("EXIT_0").instanceState(InstanceState.SHUTTING_DOWN).deferred();

        assertThat(ConcurrencyPolicy.of(array.snapshot()))
                .containsExactly(new Action.TakeTurns(indexes(1)));
    }

    @Test
    void theLastMachinesStayForOnComplete() {
        ArrayFixture array = limited(1).endedAndTerminated("EXIT_0").ended("EXIT_0");

        assertThat(ConcurrencyPolicy.of(array.snapshot())).isEmpty();
    }

    @Test
    void anIndexThatAUserStoppedDoesNotTakeThePlace() {
        ArrayFixture array = limited(1).endedAndTerminated("EXIT_0");
        array.deferred().desiredPower(DesiredPower.STOPPED).deferred();

        assertThat(ConcurrencyPolicy.of(array.snapshot()))
                .containsExactly(new Action.TakeTurns(indexes(2)));
    }

    @Test
    void outputsThatAreOnTheMachineOnlyKeepItsPlace() {
        ArrayFixture array = limited(1).ended("EXIT_0").unkeptOutputs("disk full").deferred();

        assertThat(ConcurrencyPolicy.of(array.snapshot())).isEmpty();
    }

    @Test
    void stepsBeforeTheWorkDoNotWaitForIndexesThatWait() {
        ArraySnapshot array = limited(1).enrolled().deferred().snapshot();
        PhaseProgress progress = new PhaseProgress(array, ArrayFixture.NOW);

        for (Phase phase : List.of(Phase.LAUNCH, Phase.BARRIER, Phase.PUBLISH_PEERS)) {
            assertThat(progress.of(phase, array.members().get(1))).hasValue("DEFERRED");
        }
        assertThat(progress.of(Phase.RUN, array.members().get(1))).isEmpty();
    }

    @Test
    void anArrayOfWhichTheFirstDoNotComeIsViable() {
        ArrayFixture array = limited(1).failedToLaunch("InsufficientInstanceCapacity").deferred();

        assertThat(array.inPhase(Phase.BARRIER).plan())
                .noneMatch(action -> action instanceof Action.MarkNotViable);
    }

    private static ArrayFixture limited(int most) {
        return ArrayFixture.of("max-concurrent", "" + most).inPhase(Phase.RUN);
    }

    private static ArrayFixture eachItsOwn(int most) {
        return ArrayFixture.of("max-concurrent", "" + most, "reuse", "false").inPhase(Phase.RUN);
    }

    private static IndexSet indexes(Integer... indexes) {
        return IndexSet.of(List.of(indexes));
    }
}

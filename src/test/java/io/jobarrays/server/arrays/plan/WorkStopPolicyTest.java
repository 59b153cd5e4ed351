package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.spec.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkStopPolicyTest {
    private static final String CAUSE = "stopped, since index 0 ended with EXIT_3";

    @Test
    void stopsWorkAndWaitsForItsEnd() {
        ArrayFixture array = atWork().withPeers(1).stopping(CAUSE);

        assertThat(WorkStopPolicy.of(array.snapshot()))
                .containsExactly(new Action.StopWork(IndexSet.of(List.of(1))));
    }

    @Test
    void endsAtOnceWhatHasNotBegun() {
        ArrayFixture array = atWork().planned().stopping(CAUSE);

        assertThat(array.plan())
                .contains(new Action.EndAttempt(1, 1, Plain.ENDED_BY_POLICY, CAUSE))
                .noneMatch(Action.Launch.class::isInstance);
    }

    @Test
    void endsAtOnceWhatWaitsForOtherStages() {
        ArrayFixture array = atWork().withPeers(1).held().workNotSent().stopping(CAUSE);

        assertThat(WorkStopPolicy.of(array.snapshot()))
                .contains(new Action.EndAttempt(1, 1, Plain.ENDED_BY_POLICY, CAUSE));
    }

    @Test
    void leavesOthersAlone() {
        assertThat(WorkStopPolicy.of(atWork().withPeers(1).snapshot())).isEmpty();
    }

    /** The first member has failed. */
    private static ArrayFixture atWork() {
        return ArrayFixture.of().inPhase(Phase.RUN).peersGeneration(1).ended("EXIT_3");
    }
}

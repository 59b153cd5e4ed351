package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.engine.BatchTables;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.problems.Refused;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ExecutionsLaunchTest {
    @Inject Executions executions;
    @Inject SimulatedPhases paper;
    @Inject BatchTables ledger;

    @Test
    void oneArrayWalksTheSameFiveSteps() {
        ExecutionView view = executions.launch(spec("paper-alone", "true"));

        ExecutionView done = ExecutionAwait.until(executions, view.id(), ExecutionState.COMPLETED);
        assertThat(view.stages().getFirst().arrayId()).startsWith("paper-alone-");
        assertThat(done.stages().getFirst().id()).isEqualTo("paper-alone");
        assertThat(ledger.steps(view.id()).stream().map(step -> step.split(" ", -1)[0]))
                .containsExactlyElementsOf(ChainFixture.steps("array"));
        assertThat(paper.endedAttempts("paper-alone")).hasSize(2);
    }

    @Test
    void anArrayLaunchedByItselfIsNoPipeline() {
        ExecutionView view = executions.launch(spec("paper-unlisted", "true"));

        assertThat(executions.list(null, null, 0, 1000))
                .extracting(ExecutionView::id)
                .doesNotContain(view.id());
    }

    @Test
    void aSecondArrayOfALiveNameIsRefusedAndLeavesNothing() {
        paper.hold("paper-twice");
        ExecutionView first = executions.launch(spec("paper-twice", "true"));

        assertThatThrownBy(() -> executions.launch(spec("paper-twice", "true")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("SPAWN-NAME-TAKEN"));

        paper.releaseHeld("paper-twice");
        ExecutionAwait.until(executions, first.id(), ExecutionState.COMPLETED);
        assertThatThrownBy(() -> executions.view(first.id() + 1))
                .hasMessageContaining("there is no execution");
    }

    private static ArraySpec spec(String name, String command) {
        return ArraySpec.of(
                Map.of(
                        "job-array-name",
                        name,
                        "count",
                        "2",
                        "command",
                        command,
                        "on-complete",
                        "terminate"));
    }
}

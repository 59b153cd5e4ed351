package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.CreatedArray;
import io.jobarrays.server.arrays.ExecutionArrays;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.engine.BatchTables;
import io.jobarrays.server.batch.rows.ExecutionFilter;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.StageRows;
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
    @Inject ArrayLaunches launches;
    @Inject ExecutionArrays ofExecutions;
    @Inject StageRows stages;
    @Inject SimulatedPhases phases;
    @Inject BatchTables tables;

    @Test
    void launchRunsFiveStepsOfAStage() {
        CreatedArray array = launches.launch(spec("simulated-alone", "true"));

        ExecutionView done =
                ExecutionAwait.until(executions, array.execution(), ExecutionState.COMPLETED);
        assertThat(array.id()).startsWith("simulated-alone-");
        assertThat(done.stages().getFirst().arrayId()).isEqualTo(array.id());
        assertThat(done.stages().getFirst().id()).isEqualTo("simulated-alone");
        assertThat(tables.steps(array.execution()).stream().map(step -> step.split(" ", -1)[0]))
                .containsExactlyElementsOf(ChainFixture.steps("array"));
        assertThat(phases.endedAttempts("simulated-alone")).hasSize(2);
    }

    @Test
    void listLeavesOutLaunches() {
        CreatedArray array = launches.launch(spec("simulated-unlisted", "true"));

        assertThat(executions.list(ExecutionFilter.ALL, 0, 1000))
                .extracting(ExecutionView::id)
                .doesNotContain(array.execution());
    }

    @Test
    void refusesTakenNameAndInsertsNothing() {
        phases.hold("simulated-twice");
        CreatedArray first = launches.launch(spec("simulated-twice", "true"));

        assertThatThrownBy(() -> launches.launch(spec("simulated-twice", "true")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("SPAWN-NAME-TAKEN"));

        phases.releaseHeld("simulated-twice");
        ExecutionAwait.until(executions, first.execution(), ExecutionState.COMPLETED);
        assertThatThrownBy(() -> executions.view(first.execution() + 1))
                .hasMessageContaining("there is no execution");
        assertThat(stages.ofExecution(first.execution() + 1)).isEmpty();
        assertThat(ofExecutions.idsOf(first.execution() + 1)).isEmpty();
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

package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.engine.BatchRuns;
import io.jobarrays.server.batch.engine.BatchTables;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.StageView;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ExecutionTakeoverTest {
    @Inject Executions executions;
    @Inject BatchRuns runs;
    @Inject SimulatedPhases phases;
    @Inject BatchTables tables;

    @Test
    void releasedExecutionIsTakenOverWithoutNewAttempt() {
        phases.hold("simulated-let");
        long id = submit("let", "simulated-let", 3);
        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("simulated-let")).isEqualTo(3));

        runs.release(id);
        runs.releaseWaiters(id);

        ExecutionAwait.eventually(() -> assertThat(tables.steps(id)).hasSize(4));
        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("simulated-let")).isEqualTo(3));
        phases.releaseHeld("simulated-let");
        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.exitCode()).isEqualTo(0);
        assertThat(phases.endedAttempts("simulated-let"))
                .containsExactly("simulated-let[0]#1", "simulated-let[1]#1", "simulated-let[2]#1");
    }

    @Test
    void executionOfKilledProcessIsTakenOverAndSkipsFinishedWork() {
        long id = submit("cut", "simulated-cut", 2);
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);

        tables.cutOff(id);

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-cut"))
                .containsExactly("simulated-cut[0]#1", "simulated-cut[1]#1");
        assertThat(tables.steps(id)).contains("simulated-cut.run COMPLETED 0");
    }

    @Test
    void restartsBatchJobThatFailedInEngine() {
        phases.failNextCall("simulated-break");

        long id = submit("break", "simulated-break", 2);

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.stages()).extracting(StageView::exitStatus).containsExactly("ALL_OK");
        assertThat(phases.endedAttempts("simulated-break")).hasSize(2);
    }

    private long submit(String job, String stage, int count) {
        return executions
                .submit(ChainFixture.job(job, ChainFixture.stage(stage, count)), Map.of(), null)
                .id();
    }
}

package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.engine.BatchTables;
import io.jobarrays.server.batch.retention.ExecutionPurge;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ExecutionVerbsTest {
    @Inject Executions executions;
    @Inject ExecutionPurge purge;
    @Inject SimulatedPhases phases;
    @Inject BatchTables tables;

    @Test
    void stopEndsWorkAndRestartRunsItAgain() {
        phases.hold("simulated-stop");
        long id = submit("stop", "simulated-stop", 2);
        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("simulated-stop")).isEqualTo(2));

        executions.stop(id);

        ExecutionView stopped = ExecutionAwait.until(executions, id, ExecutionState.STOPPED);
        assertThat(stopped.stages().getFirst().failed()).isEqualTo("0-1");
        assertThat(stopped.exitCode()).isEqualTo(1);
        phases.releaseHeld("simulated-stop");
        executions.restart(id);
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-stop"))
                .containsExactly("simulated-stop[0]#2", "simulated-stop[1]#2");
    }

    @Test
    void restartsOnlyFailedOrStoppedExecutions() {
        long id = submit("done", "simulated-done", 1);
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);

        assertThatThrownBy(() -> executions.restart(id))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(409))
                .hasMessage(
                        "execution %d is COMPLETED; only one that failed or was stopped can be restarted"
                                .formatted(id));
        assertThatThrownBy(() -> executions.stop(id)).isInstanceOf(Refused.class);
        executions.stopIfOpen(id);
        assertThat(executions.view(id).state()).isEqualTo(ExecutionState.COMPLETED);
        assertThatThrownBy(() -> executions.restart(987_654))
                .isInstanceOf(NotFound.class)
                .hasMessage("there is no execution 987654");
    }

    @Test
    void refusesRestartOfJobThatForbidsIt() {
        phases.endFirstAttemptWith("simulated-once", 0, "EXIT_1");
        String xml =
                new String(
                        ChainFixture.job("once", ChainFixture.stage("simulated-once", 1)),
                        StandardCharsets.UTF_8);
        byte[] once =
                xml.replace("id=\"once\"", "id=\"once\" restartable=\"false\"")
                        .getBytes(StandardCharsets.UTF_8);

        long id = executions.submit(once, Map.of(), null).id();

        ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        assertThatThrownBy(() -> executions.restart(id))
                .hasMessage("execution %d: its job once says restartable=\"false\"".formatted(id));
    }

    @Test
    void refusesRestartOfAbandonedExecution() {
        phases.endFirstAttemptWith("simulated-abandon", 0, "EXIT_1");
        long id = submit("abandon", "simulated-abandon", 1);
        ExecutionAwait.until(executions, id, ExecutionState.FAILED);

        executions.abandon(id);

        assertThat(executions.view(id).state()).isEqualTo(ExecutionState.ABANDONED);
        assertThatThrownBy(() -> executions.restart(id)).isInstanceOf(Refused.class);
    }

    @Test
    void purgeDeletesRowsOfBatchEngine() {
        long id = submit("purge", "simulated-purge", 1);
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);

        purge.purge(id);

        assertThatThrownBy(() -> executions.view(id)).isInstanceOf(NotFound.class);
        assertThat(tables.steps(id)).isEmpty();
    }

    private long submit(String job, String stage, int count) {
        return executions
                .submit(ChainFixture.job(job, ChainFixture.stage(stage, count)), Map.of(), null)
                .id();
    }
}

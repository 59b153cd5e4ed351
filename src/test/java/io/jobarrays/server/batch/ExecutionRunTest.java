package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
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
class ExecutionRunTest {
    @Inject Executions executions;
    @Inject SimulatedPhases phases;
    @Inject BatchTables tables;

    @Test
    void runsFiveStepsPerStageWithOnePartitionPerIndex() {
        byte[] xml = ChainFixture.chain("walk", "simulated-walk-a", 3, "simulated-walk-b", 2);

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.exitCode()).isEqualTo(0);
        assertThat(done.stages()).extracting(StageView::exitStatus).containsOnly("ALL_OK");
        assertThat(done.stages()).extracting(StageView::state).containsOnly("COMPLETED");
        assertThat(tables.steps(id))
                .containsExactly(
                        "simulated-walk-a.launch COMPLETED 3",
                        "simulated-walk-a.barrier COMPLETED 3",
                        "simulated-walk-a.publish-peers COMPLETED 3",
                        "simulated-walk-a.run COMPLETED 3",
                        "simulated-walk-a.release ALL_OK 0",
                        "simulated-walk-b.launch COMPLETED 2",
                        "simulated-walk-b.barrier COMPLETED 2",
                        "simulated-walk-b.publish-peers COMPLETED 2",
                        "simulated-walk-b.run COMPLETED 2",
                        "simulated-walk-b.release ALL_OK 0");
    }

    @Test
    void failedIndexEndsChainAndRestartRunsOnlyThatIndex() {
        phases.endFirstAttemptWith("simulated-fail-a", 1, "EXIT_7");
        byte[] xml = ChainFixture.chain("fail", "simulated-fail-a", 3, "simulated-fail-b", 2);

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionView failed = ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.stages().getFirst().exitStatus()).isEqualTo("FAILED_1_OF_3");
        assertThat(failed.stages().getFirst().failed()).isEqualTo("1");
        assertThat(failed.stages().getLast().state()).isEqualTo("PLANNED");
        assertThat(failed.reason()).isEqualTo("simulated-fail-a: FAILED_1_OF_3, [1] EXIT_7");
        assertThat(failed.next()).contains("spawn executions restart " + id);

        executions.restart(id);

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.stages()).extracting(StageView::exitStatus).containsOnly("ALL_OK");
        assertThat(done.exitCode()).isEqualTo(0);
        assertThat(phases.endedAttempts("simulated-fail-a"))
                .containsExactly(
                        "simulated-fail-a[0]#1",
                        "simulated-fail-a[1]#1",
                        "simulated-fail-a[1]#2",
                        "simulated-fail-a[2]#1");
        assertThat(tables.steps(id)).contains("simulated-fail-a.run COMPLETED 1");
        assertThat(phases.endedAttempts("simulated-fail-b")).hasSize(2);
    }

    @Test
    void transitionOfJobXmlPrecedesFailureOfJob() {
        phases.endFirstAttemptWith("simulated-on-a", 0, "EXIT_1");
        byte[] xml =
                ChainFixture.job(
                        "anyway",
                        ChainFixture.stage(
                                "simulated-on-a", 2, "", "<next on=\"*\" to=\"simulated-on-b\"/>"),
                        ChainFixture.stage("simulated-on-b", 1));

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.stages())
                .extracting(StageView::exitStatus)
                .containsExactly("FAILED_1_OF_2", "ALL_OK");
        assertThat(done.exitCode()).isEqualTo(0);
    }

    @Test
    void failureInOneFlowLetsOtherFlowFinish() {
        phases.endFirstAttemptWith("simulated-split-a", 0, "SIGNAL_9");
        byte[] xml =
                ChainFixture.job(
                        "split",
                        "<split id=\"both\" next=\"simulated-split-c\"><flow id=\"one\">",
                        ChainFixture.stage("simulated-split-a", 1),
                        "</flow><flow id=\"two\">",
                        ChainFixture.stage("simulated-split-b", 3),
                        "</flow></split>",
                        ChainFixture.stage("simulated-split-c", 1));

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionView failed = ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        assertThat(failed.stages())
                .extracting(StageView::exitStatus)
                .containsExactly("FAILED_1_OF_1", "ALL_OK", null);

        executions.restart(id);

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-split-b")).hasSize(3);
        assertThat(phases.endedAttempts("simulated-split-c")).hasSize(1);
    }

    @Test
    void runsHundredsOfPartitionsConcurrently() {
        phases.hold("simulated-many");

        long id =
                executions
                        .submit(
                                ChainFixture.job("many", ChainFixture.stage("simulated-many", 400)),
                                Map.of(),
                                null)
                        .id();

        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("simulated-many")).isEqualTo(400));
        phases.releaseHeld("simulated-many");
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
    }

    @Test
    void keepsParametersOutOfBatchEngine() {
        byte[] xml =
                ChainFixture.job(
                        "secret",
                        ChainFixture.stage("simulated-secret", 1)
                                .replace("value=\"true\"", "value=\"#{jobParameters['word']}\""));
        Map<String, String> hostile = Map.of("word", "#{systemProperties['user.home']}");

        ExecutionView view = executions.submit(xml, hostile, null);

        ExecutionAwait.until(executions, view.id(), ExecutionState.COMPLETED);
        assertThat(view.parameters()).isEqualTo(hostile);
        assertThat(tables.parameters(view.id()))
                .singleElement()
                .asString()
                .contains("execution")
                .doesNotContain("word", "systemProperties");
    }
}

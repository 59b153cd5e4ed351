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
        byte[] xml = ChainFixture.chain("walk", "paper-walk-a", 3, "paper-walk-b", 2);

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.exitCode()).isEqualTo(0);
        assertThat(done.stages()).extracting(StageView::exitStatus).containsOnly("ALL_OK");
        assertThat(done.stages()).extracting(StageView::state).containsOnly("COMPLETED");
        assertThat(tables.steps(id))
                .containsExactly(
                        "paper-walk-a.launch COMPLETED 3",
                        "paper-walk-a.barrier COMPLETED 3",
                        "paper-walk-a.publish-peers COMPLETED 3",
                        "paper-walk-a.run COMPLETED 3",
                        "paper-walk-a.release ALL_OK 0",
                        "paper-walk-b.launch COMPLETED 2",
                        "paper-walk-b.barrier COMPLETED 2",
                        "paper-walk-b.publish-peers COMPLETED 2",
                        "paper-walk-b.run COMPLETED 2",
                        "paper-walk-b.release ALL_OK 0");
    }

    @Test
    void failedIndexEndsChainAndRestartRunsOnlyThatIndex() {
        phases.endFirstAttemptWith("paper-fail-a", 1, "EXIT_7");
        byte[] xml = ChainFixture.chain("fail", "paper-fail-a", 3, "paper-fail-b", 2);

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionView failed = ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.stages().getFirst().exitStatus()).isEqualTo("FAILED_1_OF_3");
        assertThat(failed.stages().getFirst().failed()).isEqualTo("1");
        assertThat(failed.stages().getLast().state()).isEqualTo("PLANNED");
        assertThat(failed.reason()).isEqualTo("paper-fail-a: FAILED_1_OF_3, [1] EXIT_7");
        assertThat(failed.next()).contains("spawn executions restart " + id);

        executions.restart(id);

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.stages()).extracting(StageView::exitStatus).containsOnly("ALL_OK");
        assertThat(done.exitCode()).isEqualTo(0);
        assertThat(phases.endedAttempts("paper-fail-a"))
                .containsExactly(
                        "paper-fail-a[0]#1",
                        "paper-fail-a[1]#1",
                        "paper-fail-a[1]#2",
                        "paper-fail-a[2]#1");
        assertThat(tables.steps(id)).contains("paper-fail-a.run COMPLETED 1");
        assertThat(phases.endedAttempts("paper-fail-b")).hasSize(2);
    }

    @Test
    void transitionOfJobXmlPrecedesFailureOfJob() {
        phases.endFirstAttemptWith("paper-on-a", 0, "EXIT_1");
        byte[] xml =
                ChainFixture.job(
                        "anyway",
                        ChainFixture.stage(
                                "paper-on-a", 2, "", "<next on=\"*\" to=\"paper-on-b\"/>"),
                        ChainFixture.stage("paper-on-b", 1));

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.stages())
                .extracting(StageView::exitStatus)
                .containsExactly("FAILED_1_OF_2", "ALL_OK");
        assertThat(done.exitCode()).isEqualTo(0);
    }

    @Test
    void failureInOneFlowLetsOtherFlowFinish() {
        phases.endFirstAttemptWith("paper-split-a", 0, "SIGNAL_9");
        byte[] xml =
                ChainFixture.job(
                        "split",
                        "<split id=\"both\" next=\"paper-split-c\"><flow id=\"one\">",
                        ChainFixture.stage("paper-split-a", 1),
                        "</flow><flow id=\"two\">",
                        ChainFixture.stage("paper-split-b", 3),
                        "</flow></split>",
                        ChainFixture.stage("paper-split-c", 1));

        long id = executions.submit(xml, Map.of(), null).id();

        ExecutionView failed = ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        assertThat(failed.stages())
                .extracting(StageView::exitStatus)
                .containsExactly("FAILED_1_OF_1", "ALL_OK", null);

        executions.restart(id);

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("paper-split-b")).hasSize(3);
        assertThat(phases.endedAttempts("paper-split-c")).hasSize(1);
    }

    @Test
    void runsHundredsOfPartitionsConcurrently() {
        phases.hold("paper-many");

        long id =
                executions
                        .submit(
                                ChainFixture.job("many", ChainFixture.stage("paper-many", 400)),
                                Map.of(),
                                null)
                        .id();

        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("paper-many")).isEqualTo(400));
        phases.releaseHeld("paper-many");
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
    }

    @Test
    void keepsParametersOutOfBatchEngine() {
        byte[] xml =
                ChainFixture.job(
                        "secret",
                        ChainFixture.stage("paper-secret", 1)
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

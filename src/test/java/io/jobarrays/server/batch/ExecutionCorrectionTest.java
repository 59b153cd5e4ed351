package io.jobarrays.server.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.RunView;
import io.jobarrays.server.batch.view.StageView;
import io.jobarrays.server.problems.Refused;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ExecutionCorrectionTest {
    private static final Map<String, String> SAME = Map.of();

    @Inject Executions executions;
    @Inject Definitions definitions;
    @Inject JobArrays arrays;
    @Inject SimulatedPhases phases;

    @Test
    void correctedJobRunsWhatDidNotSucceedAndTheStagesAfterIt() {
        long id = failed("correct-job", "simulated-correct-a");
        byte[] corrected =
                ChainFixture.job(
                        "correct-job",
                        ChainFixture.stage("simulated-correct-a", 3, "next=\"simulated-new\"", ""),
                        ChainFixture.stage("simulated-new", 1));

        executions.restart(id, new Correction(corrected, SAME, null));

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.stages())
                .extracting(StageView::id)
                .containsExactly("simulated-correct-a", "simulated-new");
        assertThat(done.stages()).extracting(StageView::exitStatus).containsOnly("ALL_OK");
        assertThat(done.version()).isEqualTo(2);
        assertThat(done.runs()).extracting(RunView::version).containsExactly(1, 2);
        assertThat(phases.endedAttempts("simulated-correct-a"))
                .containsExactly(
                        "simulated-correct-a[0]#1",
                        "simulated-correct-a[1]#1",
                        "simulated-correct-a[1]#2",
                        "simulated-correct-a[2]#1");
        assertThat(phases.endedAttempts("simulated-new")).hasSize(1);
    }

    @Test
    void otherParametersReachTheNextAttempts() {
        phases.endFirstAttemptWith("simulated-param", 0, "EXIT_1");
        byte[] xml =
                new String(
                                ChainFixture.job(
                                        "correct-param", ChainFixture.stage("simulated-param", 2)),
                                UTF_8)
                        .replace(
                                "value=\"true\"",
                                "value=\"work #{jobParameters['a']} #{jobParameters['b']}\"")
                        .getBytes(UTF_8);
        long id = executions.submit(xml, Map.of("a", "1", "b", "2"), null).id();
        ExecutionView view = ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        String array = String.valueOf(view.stages().getFirst().arrayId());

        executions.restart(id, new Correction(null, Map.of("b", "3"), null));

        ExecutionView done = ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(done.version()).isEqualTo(1);
        assertThat(done.parameters()).isEqualTo(Map.of("a", "1", "b", "3"));
        assertThat(arrays.spec(array).work().command()).isEqualTo("work 1 3");
    }

    @Test
    void refusesToChangeWhatHasBegun() {
        long id = failed("correct-kept", "simulated-kept-a");
        byte[] larger =
                ChainFixture.job(
                        "correct-kept",
                        ChainFixture.stage("simulated-kept-a", 4, "next=\"simulated-b\"", ""),
                        ChainFixture.stage("simulated-b", 1));
        byte[] without = ChainFixture.job("correct-kept", ChainFixture.stage("simulated-b", 1));

        assertThatThrownBy(() -> executions.restart(id, new Correction(larger, SAME, null)))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "execution %d cannot go on so: stage simulated-kept-a has begun with the indexes [0-2] and would have [0-3]; what has begun keeps its id and its indexes, so submit the job anew"
                                .formatted(id));
        assertThatThrownBy(() -> executions.restart(id, new Correction(without, SAME, null)))
                .hasMessageContaining("stage simulated-kept-a has begun and is not in the job");
        assertThatThrownBy(
                        () ->
                                executions.restart(
                                        id,
                                        new Correction(
                                                ChainFixture.job(
                                                        "correct-other",
                                                        ChainFixture.stage("simulated-b", 1)),
                                                SAME,
                                                null)))
                .hasMessageContaining(
                        "it runs the job correct-kept, and this is the job correct-other");
        assertThat(executions.view(id).state()).isEqualTo(ExecutionState.FAILED);
        assertThat(executions.view(id).runs()).hasSize(1);
        assertThat(definitions.version("correct-kept")).isEqualTo(1);
    }

    @Test
    void refusesAnExecutionThatHasSucceeded() {
        byte[] xml = ChainFixture.job("correct-well", ChainFixture.stage("simulated-well", 1));
        long id = executions.submit(xml, SAME, null).id();
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);

        assertThatThrownBy(() -> executions.restart(id, new Correction(xml, SAME, null)))
                .hasMessageContaining("only one that failed or was stopped can be restarted");
    }

    /** An execution whose first stage has failed at index 1 of 3. */
    private long failed(String job, String stage) {
        phases.endFirstAttemptWith(stage, 1, "EXIT_7");
        long id =
                executions
                        .submit(ChainFixture.chain(job, stage, 3, "simulated-b", 2), SAME, null)
                        .id();
        ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        return id;
    }
}

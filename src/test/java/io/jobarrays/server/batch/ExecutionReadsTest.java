package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.StatementCount;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.retention.ExecutionPurge;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionFilter;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.ExecutionViews;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ExecutionReadsTest {
    @Inject Executions executions;
    @Inject ExecutionRows rows;
    @Inject ExecutionViews views;
    @Inject ExecutionPurge purge;
    @Inject SimulatedPhases phases;

    @Test
    void readsManyExecutionsInAsManyStatementsAsOne() {
        List<Long> ids = IntStream.range(0, 5).mapToLong(this::run).boxed().toList().reversed();

        long one = statements(1, ids);
        long all = statements(5, ids);

        assertThat(all).isEqualTo(one).isLessThan(6);
    }

    @Test
    void showsEachExecutionWithItsOwnStagesAndRuns() {
        phases.endFirstAttemptWith("simulated-first6", 1, "EXIT_7");
        List<Long> ids = List.of(run(5), fail(6), run(7));
        executions.restart(ids.get(1));
        ExecutionAwait.until(executions, ids.get(1), ExecutionState.COMPLETED);

        List<ExecutionView> shown = executions.list(of("reads"), 0, 100);

        assertThat(shown)
                .filteredOn(it -> ids.contains(it.id()))
                .hasSize(3)
                .anySatisfy(it -> assertThat(it.runs()).hasSize(2))
                .allSatisfy(it -> assertThat(it).isEqualTo(executions.view(it.id())));
    }

    @Test
    void leavesOutAnExecutionThatIsPurgedMeanwhile() {
        long kept = run(8);
        long purged = run(9);
        List<Execution> read = List.of(rows.find(purged), rows.find(kept));
        purge.purge(purged);

        assertThat(views.of(read)).extracting(ExecutionView::id).containsExactly(kept);
    }

    private long statements(int limit, List<Long> ids) {
        return StatementCount.leastOf(
                40,
                i ->
                        assertThat(executions.list(of("reads"), ids.getFirst() + 1, limit))
                                .extracting(ExecutionView::id)
                                .isEqualTo(ids.subList(0, limit)));
    }

    private static ExecutionFilter of(String definition) {
        return new ExecutionFilter(null, definition, Instant.EPOCH);
    }

    private long run(int number) {
        return submit(number, ExecutionState.COMPLETED);
    }

    private long fail(int number) {
        return submit(number, ExecutionState.FAILED);
    }

    private long submit(int number, ExecutionState end) {
        byte[] job =
                ChainFixture.chain(
                        "reads", "simulated-first" + number, 2, "simulated-next" + number, 1);
        long id = executions.submit(job, Map.of(), null).id();
        ExecutionAwait.until(executions, id, end);
        return id;
    }
}

package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.ProgressEvent;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.batch.engine.FailingWrites;
import io.jobarrays.server.batch.engine.FailingWrites.Write;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class FailedStartTest {
    /** The job goes on: its later steps find the indexes that a failed step has left. */
    private static final Set<Write> REPEATED_BY_THE_JOB =
            EnumSet.of(Write.PARTITION_START, Write.PARTITION_END, Write.EXECUTION_END);

    @Inject Executions executions;
    @Inject SimulatedPhases phases;
    @Inject EventRows events;
    @Inject LeaseRows leases;
    @Inject FailingWrites writes;

    @Test
    void runsAgainAfterAnExceptionAnywhereBetweenLeaseAndEnd() {
        Map<Write, Long> ids = new EnumMap<>(Write.class);
        for (Write write : Write.values()) {
            writes.failOnce(write, job(write));
            ids.put(write, submit(write));
        }

        ids.forEach(
                (write, id) -> {
                    ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
                    ExecutionAwait.eventually(
                            () -> assertThat(leases.holds(id)).as("%s", write).isFalse());
                    assertThat(phases.endedAttempts("simulated-" + job(write)))
                            .as("%s", write)
                            .containsExactly(
                                    "simulated-%s[0]#1".formatted(job(write)),
                                    "simulated-%s[1]#1".formatted(job(write)));
                    if (!REPEATED_BY_THE_JOB.contains(write)) {
                        assertThat(texts(id))
                                .as("%s", write)
                                .anyMatch(text -> text.contains("injected at " + write));
                    }
                    writes.remove(write);
                });
    }

    private long submit(Write write) {
        String stage = ChainFixture.stage("simulated-" + job(write), 2);
        return executions.submit(ChainFixture.job(job(write), stage), Map.of(), null).id();
    }

    private static String job(Write write) {
        return "fail-" + write.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private List<String> texts(long execution) {
        return events.ofExecution(execution, 0).stream().map(ProgressEvent::text).toList();
    }
}

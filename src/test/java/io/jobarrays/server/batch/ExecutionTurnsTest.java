package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.CreatedArray;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ExecutionTurnsTest {
    @Inject Executions executions;
    @Inject ArrayLaunches launches;
    @Inject JobArrays arrays;
    @Inject SimulatedPhases phases;

    @Test
    void beginsWhenTheOtherHasSucceeded() {
        phases.hold("simulated-before");
        CreatedArray before = launches.launch(spec("simulated-before"));
        CreatedArray then = launches.launch(spec("simulated-then"), "simulated-before");
        long chain = submit("turn", "simulated-turn", "" + then.execution());

        assertThat(executions.view(then.execution()).state()).isEqualTo(ExecutionState.STARTING);
        assertThat(arrays.view(then.id()).reason())
                .isEqualTo(
                        "waits for 1: execution %d, after which it begins, goes on"
                                .formatted(before.execution()));
        assertThat(phases.endedAttempts("simulated-then")).isEmpty();

        phases.releaseHeld("simulated-before");

        ExecutionAwait.until(executions, then.execution(), ExecutionState.COMPLETED);
        ExecutionAwait.until(executions, chain, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-turn")).hasSize(1);
    }

    @Test
    void isNotStartedAfterAFailureUnlessAnyResultWillDo() {
        phases.endFirstAttemptWith("simulated-fails", 0, "EXIT_1");
        long failed = submit("fails", "simulated-fails", null);
        CreatedArray never = launches.launch(spec("simulated-never"), "" + failed);
        CreatedArray any = launches.launch(spec("simulated-any"), failed + ":any");

        ExecutionAwait.until(executions, never.execution(), ExecutionState.FAILED);
        ExecutionAwait.until(executions, any.execution(), ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-never")).isEmpty();
        assertThat(executions.view(never.execution()).reason())
                .isEqualTo("after execution %d, which is FAILED".formatted(failed));
        assertThat(arrays.view(never.id()).members().getFirst().exitStatus())
                .isEqualTo("NOT_STARTED");
    }

    @Test
    void canBeStoppedWhileItWaits() {
        phases.hold("simulated-long");
        CreatedArray before = launches.launch(spec("simulated-long"));
        CreatedArray waiting = launches.launch(spec("simulated-idle"), before.id());

        executions.stop(waiting.execution());

        ExecutionAwait.until(executions, waiting.execution(), ExecutionState.STOPPED);
        phases.releaseHeld("simulated-long");
        ExecutionAwait.until(executions, before.execution(), ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-idle")).isEmpty();
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> launches.launch(spec("simulated-none"), "987654"))
                .isInstanceOf(NotFound.class)
                .hasMessage("there is no execution 987654");
        assertThatThrownBy(() -> launches.launch(spec("simulated-none"), "nothing"))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> launches.launch(spec("simulated-none"), ":any"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("after: \":any\" names nothing");
    }

    @Test
    void refusesStagesInALaunch() {
        ArraySpec edges =
                ArraySpec.of(
                        Map.of(
                                "job-array-name",
                                "simulated-edges",
                                "count",
                                "1",
                                "command",
                                "true",
                                "after",
                                "render[index]"));

        assertThatThrownBy(() -> launches.launch(edges))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("after: render[index] names stages of a job XML");
    }

    private long submit(String job, String stage, @Nullable String after) {
        byte[] xml = ChainFixture.job(job, ChainFixture.stage(stage, 1));
        return executions.submit(xml, Map.of(), null, new SubmitOptions(after, null)).id();
    }

    private static ArraySpec spec(String name) {
        return ArraySpec.of(Map.of("job-array-name", name, "count", "1", "command", "true"));
    }
}

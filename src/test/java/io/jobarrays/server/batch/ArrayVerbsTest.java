package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.ExecutionArrays;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.SimulatedMachines;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.verbs.MemberResult;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.problems.Refused;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ArrayVerbsTest {
    @Inject Executions executions;
    @Inject ArrayLaunches launches;
    @Inject JobArrays arrays;
    @Inject ExecutionArrays ofExecutions;
    @Inject ArrayVerbs verbs;
    @Inject SimulatedPhases phases;
    @Inject SimulatedMachines machines;

    @AfterEach
    void endInstances() {
        machines.terminateAll();
    }

    @Test
    void retriesFailedMembersOfEndedArray() {
        phases.endFirstAttemptWith("simulated-over", 1, "EXIT_3");
        long id = launch("simulated-over", "terminate");
        String array = array(id);
        ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        ExecutionAwait.eventually(() -> assertThat(state(array)).isEqualTo("ENDED"));

        List<MemberResult> results = verbs.retry(new Selection(array, null));

        assertThat(results)
                .extracting(MemberResult::result)
                .containsExactly("ended well; nothing to retry", "runs again, attempt 2");
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-over"))
                .containsExactly(
                        "simulated-over[0]#1", "simulated-over[1]#1", "simulated-over[1]#2");
        ExecutionAwait.eventually(() -> assertThat(state(array)).isEqualTo("ENDED"));
    }

    @Test
    void refusesRetryWhenNameIsTaken() {
        phases.endFirstAttemptWith("simulated-name", 1, "EXIT_3");
        long id = launch("simulated-name", "terminate");
        ExecutionAwait.until(executions, id, ExecutionState.FAILED);
        ExecutionAwait.eventually(() -> assertThat(state(array(id))).isEqualTo("ENDED"));
        phases.hold("simulated-name");
        long other = launch("simulated-name", "terminate");

        assertThatThrownBy(() -> verbs.retry(new Selection(array(id), null)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("SPAWN-NAME-TAKEN"));

        assertThat(state(array(id))).isEqualTo("ENDED");
        phases.releaseHeld("simulated-name");
        ExecutionAwait.until(executions, other, ExecutionState.FAILED);
    }

    @Test
    void retryKeepsDeadlineOfRunningInstanceAndRenewsOthers() {
        long id = failed("simulated-deadline");
        String array = array(id);
        Instant soon = Instant.now().plusSeconds(600);
        machines.setDeadlines(array, soon);

        verbs.retry(new Selection(array, null));

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(machines.deadline(array, 0))
                .isBetween(soon.minusSeconds(1), soon.plusSeconds(1));
        assertThat(machines.deadline(array, 1)).isAfter(soon.plusSeconds(600));
    }

    @Test
    void extendsMemberWithoutInstance() {
        phases.hold("simulated-extended");
        long id = launch("simulated-extended", "keep");
        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("simulated-extended")).isEqualTo(2));
        Instant before = Objects.requireNonNull(machines.deadline(array(id), 1));

        List<MemberResult> results =
                verbs.extend(new Selection(array(id), null), Duration.ofHours(1));

        assertThat(results).allMatch(MemberResult::ok);
        assertThat(machines.deadline(array(id), 1)).isEqualTo(before.plus(Duration.ofHours(1)));
        phases.releaseHeld("simulated-extended");
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
    }

    @Test
    void startDuringStopRunsWorkAgain() {
        phases.hold("simulated-restarted");
        long id = launch("simulated-restarted", "keep");
        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("simulated-restarted")).isEqualTo(2));
        Selection whole = new Selection(array(id), null);

        verbs.stop(whole);
        phases.releaseHeld("simulated-restarted");
        verbs.start(whole);

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
        assertThat(phases.endedAttempts("simulated-restarted"))
                .containsExactly("simulated-restarted[0]#2", "simulated-restarted[1]#2");
    }

    @Test
    void terminatesStoppedArray() {
        phases.hold("simulated-stopped");
        long id = launch("simulated-stopped", "keep");
        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("simulated-stopped")).isEqualTo(2));
        Selection whole = new Selection(array(id), null);
        verbs.stop(whole);
        ExecutionAwait.eventually(
                () -> assertThat(executions.view(id).state()).isEqualTo(ExecutionState.STOPPED));

        verbs.terminate(whole);

        ExecutionAwait.eventually(() -> assertThat(state(whole.arrayId())).isEqualTo("ENDED"));
    }

    @Test
    void retryFinishesVerbThatWasCutOff() {
        long id = failed("simulated-broken");
        machines.reopen(array(id));

        verbs.retry(new Selection(array(id), null));

        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
    }

    @Test
    void refusesRetryOfAbandonedExecution() {
        long id = failed("simulated-forsaken");
        executions.abandon(id);

        assertThatThrownBy(() -> verbs.retry(new Selection(array(id), null)))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "execution %d is ABANDONED; nothing of it can be run again".formatted(id));
        assertThat(arrays.view(array(id)).members())
                .allSatisfy(member -> assertThat(member.attempt()).isEqualTo(1));
    }

    @Test
    void terminatingFinishedStageKeepsItsExecutionRunning() {
        phases.hold("simulated-later");
        long id =
                executions
                        .submit(
                                ChainFixture.chain(
                                        "over", "simulated-earlier", 1, "simulated-later", 1),
                                Map.of(),
                                null)
                        .id();
        ExecutionAwait.eventually(
                () -> assertThat(phases.waitingMembers("simulated-later")).isEqualTo(1));

        String earlier =
                ofExecutions.idsOf(id).stream()
                        .filter(array -> array.startsWith("simulated-earlier"))
                        .findFirst()
                        .orElseThrow();
        verbs.terminate(new Selection(earlier, null));

        phases.releaseHeld("simulated-later");
        ExecutionAwait.until(executions, id, ExecutionState.COMPLETED);
    }

    /** Both members failed; the first still has its instance. */
    private long failed(String name) {
        phases.endFirstAttemptWith(name, 0, "EXIT_3");
        phases.endFirstAttemptWith(name, 1, "EXIT_3");
        phases.hold(name);
        long id = launch(name, "keep");
        ExecutionAwait.eventually(() -> assertThat(phases.waitingMembers(name)).isEqualTo(2));
        machines.addRunning(array(id), 0);
        phases.releaseHeld(name);
        ExecutionAwait.eventually(
                () -> assertThat(executions.view(id).state()).isEqualTo(ExecutionState.FAILED));
        return id;
    }

    private long launch(String name, String onComplete) {
        return launches.launch(
                        ArraySpec.of(
                                Map.of(
                                        "job-array-name",
                                        name,
                                        "count",
                                        "2",
                                        "command",
                                        "true",
                                        "ttl",
                                        "2h",
                                        "on-complete",
                                        onComplete)))
                .execution();
    }

    private String array(long execution) {
        return ofExecutions.idsOf(execution).getFirst();
    }

    private String state(String array) {
        return arrays.view(array).state().toString();
    }
}

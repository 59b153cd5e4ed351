package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** While outputs are on an instance only, its deadline and users terminate it, no policy does. */
class OutputPolicyTest {
    private static final Instant OVER = NOW.minus(TerminationPolicy.TTL_GRACE).minusSeconds(1);

    @Test
    void drainedArrayKeepsTheInstanceWithTheOnlyCopy() {
        ArrayFixture array = released().draining();

        assertThat(terminated(array)).containsExactly("i-1");
        assertThat(progress(array)).containsExactly("EXIT_0", "waits");
        assertThat(terminated(array.batchJobEnded())).containsExactly("i-1");
    }

    @Test
    void onFailureTerminateGivesUpOutputsThatCannotBeKept() {
        ArrayFixture array =
                ArrayFixture.of("collect", "out/*", "on-failure", "terminate")
                        .inPhase(Phase.RELEASE)
                        .ended("OUTPUT_TOO_LARGE")
                        .unkeptOutputs("too large")
                        .draining();

        assertThat(terminated(array)).containsExactly("i-0");
    }

    @Test
    void onFailureTerminateWaitsForAnUpload() {
        ArrayFixture array =
                ArrayFixture.of("collect", "out/*", "on-failure", "terminate")
                        .inPhase(Phase.RELEASE)
                        .enrolled()
                        .unkeptOutputs("being uploaded")
                        .draining();

        assertThat(terminated(array)).isEmpty();
    }

    @Test
    void arrayThatIsNotViableKeepsTheInstanceThatUploads() {
        ArrayFixture array =
                ArrayFixture.of("collect", "out/*", "min-viable", "2")
                        .inPhase(Phase.RUN)
                        .enrolled()
                        .unkeptOutputs("being uploaded")
                        .overdue()
                        .outcome(ArrayOutcome.NOT_VIABLE);

        assertThat(terminated(array)).containsExactly("i-1");
    }

    @Test
    void deadlineTerminatesTheInstanceWithTheOnlyCopy() {
        ArrayFixture array = released();

        assertThat(terminated(array.deadline(OVER))).containsExactly("i-0", "i-1");
        assertThat(terminated(array.draining())).containsExactly("i-0", "i-1");
    }

    @Test
    void userTerminatesTheInstanceWithTheOnlyCopy() {
        ArrayFixture array =
                ArrayFixture.of("collect", "out/*")
                        .inPhase(Phase.RELEASE)
                        .ended("EXIT_0")
                        .unkeptOutputs("too large")
                        .endRequested();

        assertThat(terminated(array)).containsExactly("i-0");
        assertThat(terminated(array.draining())).containsExactly("i-0");
    }

    @Test
    void retryDoesNotReplaceTheInstanceWithTheOnlyCopy() {
        ArrayFixture array =
                ArrayFixture.of("collect", "out/*", "retries", "1").inPhase(Phase.RUN).enrolled();

        assertThat(retry(array, "AGENT_SILENT")).isEqualTo(RetryPolicy.INDEX);
        array.unkeptOutputs("being uploaded");
        assertThat(retry(array, "AGENT_SILENT")).isEqualTo(RetryPolicy.NO);
        assertThat(retry(array, "EXIT_1")).isEqualTo(RetryPolicy.INDEX);
        assertThat(retry(array, "OUTPUT_TOO_LARGE")).isEqualTo(RetryPolicy.NO);
        array.instanceState(InstanceState.TERMINATED);
        assertThat(retry(array, "SPOT_LOST")).isEqualTo(RetryPolicy.INDEX);
    }

    @Test
    void recordsTheOutputsThatAreLostWithAnInstance() {
        ArrayFixture array =
                ArrayFixture.of("collect", "out/*")
                        .inPhase(null)
                        .endedAndTerminated("EXIT_0")
                        .unkeptOutputs("too large");

        assertThat(losses(array)).containsExactly(lost("terminated"));
        assertThat(losses(array.endRequested()))
                .containsExactly(lost("it was terminated on request"));
        assertThat(losses(array.deadline(NOW))).containsExactly(lost("its TTL is over"));
        assertThat(losses(array.outputsLost())).isEmpty();
    }

    @Test
    void namesTheOutputsOfWorkThatItsDeadlineCutOff() {
        ArrayFixture array =
                ArrayFixture.of("collect", "out/*").inPhase(Phase.RUN).terminated().deadline(NOW);

        assertThat(array.plan())
                .contains(
                        new Action.EndAttempt(
                                0,
                                1,
                                ExitReason.Plain.TTL_EXPIRED,
                                "instance i-0 is terminated; outputs out/* were not kept"));
    }

    @Test
    void memberWithoutWorkCountsAsAtWorkWhileItsAgentIsEnrolled() {
        ArrayFixture array = ArrayFixture.of().withPeers(1).withPeers(1).terminated().published(1);

        assertKeepsMembersWithoutWork(array.inPhase(Phase.RUN));
        assertKeepsMembersWithoutWork(array.inPhase(Phase.RELEASE));
        assertKeepsMembersWithoutWork(array.batchJobEnded());
    }

    private static void assertKeepsMembersWithoutWork(ArrayFixture array) {
        ArraySnapshot withoutWork = array.snapshotOf("on-complete", "terminate", "min-viable", "3");

        assertThat(ArrayPlan.of(withoutWork, NOW))
                .noneMatch(Action.TerminateInstances.class::isInstance)
                .noneMatch(Action.Complete.class::isInstance)
                .noneMatch(Action.MarkNotViable.class::isInstance);
    }

    private static ArrayFixture released() {
        return ArrayFixture.of("collect", "out/*", "on-complete", "terminate")
                .inPhase(Phase.RELEASE)
                .ended("EXIT_0")
                .unkeptOutputs("too large")
                .ended("EXIT_0");
    }

    private static List<String> terminated(ArrayFixture array) {
        return array.plan().stream()
                .flatMap(
                        action ->
                                action instanceof Action.TerminateInstances it
                                        ? it.instanceIds().stream()
                                        : Stream.of())
                .toList();
    }

    private static List<String> progress(ArrayFixture array) {
        PhaseProgress progress = new PhaseProgress(array.snapshot(), NOW);
        return array.snapshot().members().stream()
                .map(member -> progress.of(Phase.RELEASE, member).orElse("waits"))
                .toList();
    }

    private static RetryPolicy retry(ArrayFixture array, String exit) {
        ArraySnapshot now = array.snapshot();
        return RetryPolicy.of(
                now,
                now.members().getFirst(),
                ExitReason.parse(exit),
                RetryPolicy.Used.of(now, now.members().getFirst()));
    }

    private static List<Action> losses(ArrayFixture array) {
        return OutputPolicy.losses(array.snapshot(), NOW);
    }

    private static Action lost(String cause) {
        return new Action.RecordLostOutputs(
                0, 1, "outputs out/* are lost with instance i-0 (too large): " + cause);
    }
}

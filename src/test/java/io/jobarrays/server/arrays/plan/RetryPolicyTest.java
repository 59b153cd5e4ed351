package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.arrays.spec.RetryRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    @Test
    void doesNotRetryFailedWorkByDefault() {
        assertThat(after("EXIT_3", ArrayFixture.of())).isEqualTo(RetryPolicy.NO);
    }

    @Test
    void retriesAMemberUpToTheLimit() {
        assertThat(after("EXIT_3", ArrayFixture.of("retries", "2"))).isEqualTo(RetryPolicy.INDEX);

        ArrayFixture used =
                ArrayFixture.of("retries", "2").inPhase(Phase.RUN).withPeers(1).retried(2);
        assertThat(of(used, "EXIT_3")).isEqualTo(RetryPolicy.NO);
    }

    @ParameterizedTest
    @CsvSource({
        "exit:1-5, EXIT_3, INDEX",
        "exit:1-5, EXIT_6, NO",
        "exit:7, EXIT_7, INDEX",
        "exit:7, SIGNAL_9, NO",
        "signal, SIGNAL_9, INDEX",
        "spot, SPOT_LOST, INDEX",
        "spot, EXIT_1, NO",
        "capacity, LAUNCH_FAILED:InsufficientInstanceCapacity, INDEX",
        "boot, LAUNCH_FAILED:InsufficientInstanceCapacity, NO",
        "boot, LAUNCH_FAILED:BarrierTimeout, INDEX",
        "silence, AGENT_SILENT, INDEX",
        "silence, MACHINE_LOST, NO",
        "lost, MACHINE_LOST, INDEX",
        "shutdown, SHUT_DOWN, INDEX",
        "reboot, REBOOTED, INDEX",
        "memory, OUT_OF_MEMORY, INDEX",
        "signal, OUT_OF_MEMORY, NO",
        "any, OUT_OF_MEMORY, INDEX",
        "timeout, TIMED_OUT, INDEX",
        "signal, TIMED_OUT, NO",
        "any, TIMED_OUT, INDEX",
        "any, SHUT_DOWN, INDEX",
        "any, EXIT_1, INDEX",
        "any, TTL_EXPIRED, NO",
        "any, STOPPED, NO",
        "any, EXIT_0, NO"
    })
    void retriesOnlyTheNamedExits(String on, String exit, RetryPolicy expected) {
        assertThat(after(exit, ArrayFixture.of("retries", "1", "retry-on", on)))
                .isEqualTo(expected);
    }

    @Test
    void replacesAReclaimedSpotInstanceByDefault() {
        assertThat(after("SPOT_LOST", ArrayFixture.of("spot", "true")))
                .isEqualTo(RetryPolicy.REPLACEMENT);
        assertThat(after("SPOT_LOST", ArrayFixture.of("spot", "true", "retries", "0")))
                .isEqualTo(RetryPolicy.NO);

        ArrayFixture often =
                ArrayFixture.of("spot", "true").inPhase(Phase.RUN).withPeers(1).reclaimed(10);
        assertThat(of(often, "SPOT_LOST")).isEqualTo(RetryPolicy.NO);
    }

    @Test
    void replacesAMachineOfAnotherMemberWhoseAgentDoesNotComeBack() {
        ArrayFixture taken =
                ArrayFixture.of("retries", "0").inPhase(Phase.RUN).withPeers(1).takenWithoutWork();
        assertThat(of(taken, "AGENT_SILENT")).isEqualTo(RetryPolicy.REPLACEMENT);

        assertThat(after("AGENT_SILENT", ArrayFixture.of())).isEqualTo(RetryPolicy.NO);
        assertThat(of(taken.reclaimed(10), "AGENT_SILENT")).isEqualTo(RetryPolicy.NO);
    }

    @Test
    void retriesAllMembersOfAnArrayWithBarrier() {
        String[] flags = {"barrier", "true", "retries", "1"};
        assertThat(after("SPOT_LOST", ArrayFixture.of(flags))).isEqualTo(RetryPolicy.ARRAY);
        assertThat(after("SPOT_LOST", ArrayFixture.of("barrier", "true")))
                .isEqualTo(RetryPolicy.NO);

        ArrayFixture used =
                ArrayFixture.of(flags).peersGeneration(1).withPeers(1).withPeers(1).retried(1);
        assertThat(of(used, "SPOT_LOST")).isEqualTo(RetryPolicy.NO);
    }

    @Test
    void retriesOfAllIndexesHaveALimitToo() {
        String[] flags = {"retries", "5", "array-retries", "3"};
        assertThat(of(retriedTwiceAnd(0, flags), "EXIT_3")).isEqualTo(RetryPolicy.INDEX);
        assertThat(of(retriedTwiceAnd(1, flags), "EXIT_3")).isEqualTo(RetryPolicy.NO);
    }

    private static ArrayFixture retriedTwiceAnd(int times, String... flags) {
        return ArrayFixture.of(flags)
                .inPhase(Phase.RUN)
                .withPeers(1)
                .retried(2)
                .withPeers(1)
                .retried(times);
    }

    @Test
    void delaysEachRetryTwiceAsLongUpToAnHour() {
        RetryRules rules =
                ArrayFixture.of("retries", "9", "retry-delay", "10s")
                        .withPeers(1)
                        .snapshot()
                        .spec()
                        .retryRules();

        assertThat(rules.delayAfter(0, 0)).hasSeconds(10);
        assertThat(rules.delayAfter(2, 0)).hasSeconds(40);
        assertThat(rules.delayAfter(2, 1)).as("a random part is taken away").hasSeconds(20);
        assertThat(rules.delayAfter(99, 0)).hasSeconds(3600);
    }

    @Test
    void aDelayedAttemptIsNeitherLaunchedNorSent() {
        ArrayFixture array =
                ArrayFixture.of("retries", "1")
                        .inPhase(Phase.RUN)
                        .nextAttempt()
                        .nextAttemptOnSameInstance();

        assertThat(array.plan(ArrayFixture.LAUNCHED_AT.minusSeconds(1)))
                .noneMatch(action -> action instanceof Action.Launch)
                .noneMatch(action -> action instanceof Action.SendWork);
        assertThat(array.plan())
                .anyMatch(action -> action instanceof Action.Launch)
                .anyMatch(action -> action instanceof Action.SendWork);
    }

    @Test
    void doesNotRetryInADrainingOrSuspendedArray() {
        assertThat(after("EXIT_3", ArrayFixture.of("retries", "1").draining()))
                .isEqualTo(RetryPolicy.NO);
        assertThat(after("EXIT_3", ArrayFixture.of("retries", "1").suspended()))
                .isEqualTo(RetryPolicy.NO);
    }

    @Test
    void doesNotRetryAnArrayWithBarrierBeforeItsFirstPeers() {
        ArrayFixture array =
                ArrayFixture.of("barrier", "true", "retries", "1")
                        .inPhase(Phase.BARRIER)
                        .enrolled();

        assertThat(of(array, "SPOT_LOST")).isEqualTo(RetryPolicy.NO);
    }

    private static RetryPolicy after(String exit, ArrayFixture array) {
        // An agent may report before the batch job is recovered, so the phase is unknown.
        return of(array.inPhase(null).peersGeneration(1).withPeers(1), exit);
    }

    private static RetryPolicy of(ArrayFixture fixture, String exit) {
        ArraySnapshot array = fixture.snapshot();
        return RetryPolicy.of(
                array,
                array.members().getFirst(),
                ExitReason.parse(exit),
                RetryPolicy.Used.of(array, array.members().getFirst()));
    }
}

package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.BEGAN;
import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.arrays.verbs.ExtendVerb;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifePoliciesTest {
    @Test
    void aMachineThatEc2TookBackIsLostToSpot() {
        assertThat(exits(ArrayFixture.of("spot", "true").in(Phase.RUN).gone().interrupted()))
                .containsExactly("SPOT_LOST");
    }

    @Test
    void aMachineThatWentBecauseItWasIdleWasStopped() {
        ArrayFixture scene = ArrayFixture.of("idle-timeout", "15m").in(Phase.RUN).gone();

        assertThat(exits(scene.idleSince(NOW.minus(Duration.ofMinutes(15)))))
                .containsExactly("STOPPED");
        assertThat(exits(scene.idleSince(NOW.minus(Duration.ofMinutes(2)))))
                .containsExactly("AGENT_SILENT");
    }

    @Test
    void theSilenceOfAMachineThatIsOffIsExpected() {
        ArrayFixture scene = ArrayFixture.of().in(Phase.RUN).withPeers(1).silent();

        assertThat(exits(scene)).containsExactly("AGENT_SILENT");
        assertThat(exits(scene.wanted(DesiredPower.HIBERNATED))).isEmpty();
    }

    @Test
    void theMachineOfAReplacedMemberEnds() {
        assertThat(
                        DeadlinePolicy.of(
                                ArrayFixture.of().in(Phase.RUN).withPeers(1).outdated().snapshot(),
                                NOW))
                .containsExactly(new Action.Terminate(List.of("i-0")));
    }

    @Test
    void aStrayMachineEnds() {
        assertThat(
                        DeadlinePolicy.of(
                                ArrayFixture.of()
                                        .in(Phase.RUN)
                                        .withPeers(1)
                                        .stray("i-old")
                                        .snapshot(),
                                NOW))
                .containsExactly(new Action.Terminate(List.of("i-old")));
    }

    @Test
    void whatIsOffForAMonthIsForgottenByItsUserAndEnds() {
        ArrayFixture scene =
                ArrayFixture.of()
                        .in(Phase.RUN)
                        .withPeers(1)
                        .wanted(DesiredPower.STOPPED, BEGAN)
                        .as(InstanceState.STOPPED);

        assertThat(DeadlinePolicy.of(scene.snapshot(), BEGAN.plus(DeadlinePolicy.MOST_OFF)))
                .isEmpty();
        assertThat(
                        DeadlinePolicy.of(
                                scene.snapshot(),
                                BEGAN.plus(DeadlinePolicy.MOST_OFF).plusSeconds(1)))
                .containsExactly(new Action.Terminate(List.of("i-0")));
    }

    @Test
    void aRefusedStopDoesNotLetAMachineOutliveWhatItHadLeft() {
        ArrayFixture scene =
                ArrayFixture.of()
                        .in(Phase.RUN)
                        .withPeers(1)
                        .wanted(DesiredPower.STOPPED, BEGAN)
                        .resting(Duration.ofHours(1));
        Instant end = BEGAN.plus(Duration.ofHours(1)).plus(DeadlinePolicy.STOP_GRACE);

        assertThat(DeadlinePolicy.of(scene.snapshot(), end)).isEmpty();
        assertThat(DeadlinePolicy.of(scene.snapshot(), end.plusSeconds(1)))
                .containsExactly(new Action.Terminate(List.of("i-0")));
    }

    @Test
    void workThatRunsAgainOnItsMachineIsHandedOut() {
        ArrayFixture scene = ArrayFixture.of().in(Phase.RUN).onItsOldMachine().published(1);

        assertThat(scene.plan()).contains(new Action.HandOut(IndexSet.firstOf(1)));
    }

    @Test
    void aStoppedArrayWithoutMachinesEndsWhenNothingIsLeftToStart() {
        ArrayFixture terminated = ArrayFixture.of().in(null).released("STOPPED").suspended();

        assertThat(terminated.plan()).contains(new Action.Close());
        assertThat(terminated.draining().plan()).contains(new Action.Close());
        assertThat(
                        ArrayFixture.of()
                                .in(null)
                                .planned()
                                .wanted(DesiredPower.STOPPED)
                                .suspended()
                                .plan())
                .doesNotContain(new Action.Close());
    }

    @Test
    void whatFailedIsTreatedAsOnFailureSays() {
        String[] flags = {"on-complete", "terminate", "on-failure", "stop"};

        assertThat(completion(ArrayFixture.of(flags).ended("EXIT_0")))
                .containsExactly(new Action.Complete(OnComplete.TERMINATE));
        assertThat(completion(ArrayFixture.of(flags).ended("EXIT_0").ended("EXIT_1")))
                .containsExactly(new Action.Complete(OnComplete.STOP));
    }

    @Test
    void whatIsToHappenHappensAfterItsDelayAndOnce() {
        ArrayFixture scene =
                ArrayFixture.of("on-complete", "stop", "on-complete-delay", "10m").ended("EXIT_0");

        assertThat(completion(scene))
                .containsExactly(new Action.CompleteAt(NOW.plus(Duration.ofMinutes(10))));
        assertThat(completion(scene.dueAt(NOW.plusMillis(1)))).isEmpty();
        assertThat(completion(scene.dueAt(NOW)))
                .containsExactly(new Action.Complete(OnComplete.STOP));
        assertThat(completion(scene.completed())).isEmpty();
    }

    @Test
    void whoStillWorksIsNotReleased() {
        assertThat(
                        completion(
                                ArrayFixture.of("on-complete", "terminate")
                                        .ended("EXIT_0")
                                        .withPeers(1)))
                .isEmpty();
    }

    @Test
    void anExpiredDeadlineMovesFromNow() {
        Duration hour = Duration.ofHours(1);

        assertThat(ExtendVerb.extended(NOW.minusSeconds(60), hour, NOW)).isEqualTo(NOW.plus(hour));
        assertThat(ExtendVerb.extended(NOW.plusSeconds(60), hour, NOW))
                .isEqualTo(NOW.plusSeconds(60).plus(hour));
    }

    private static List<String> exits(ArrayFixture scene) {
        return LossPolicy.of(scene.snapshot(), NOW).stream()
                .map(action -> ((Action.End) action).exit().toString())
                .toList();
    }

    private static List<Action> completion(ArrayFixture scene) {
        return CompletionPolicy.of(scene.in(Phase.RELEASE).snapshot(), NOW);
    }
}

package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerPolicyTest {
    @Test
    void publishesNothingWithoutAChange() {
        assertThat(upkeep(ArrayFixture.of().withPeers(1).withPeers(1).published(1))).isEmpty();
    }

    @Test
    void publishesPeersWithoutAStoppedMember() {
        ArrayFixture array = ArrayFixture.of().withPeers(1).withPeers(1).published(1);

        array.desiredPower(DesiredPower.STOPPED).instanceState(InstanceState.STOPPING);

        assertThat(upkeep(array)).containsExactly(new Action.PublishPeers(2, IndexSet.firstOf(1)));
    }

    @Test
    void publishesANewGenerationForANewAddress() {
        ArrayFixture array = ArrayFixture.of().withPeers(1).withPeers(1).published(1);

        assertThat(upkeep(array.publicIp("198.18.0.7")))
                .containsExactly(new Action.PublishPeers(2, IndexSet.firstOf(2)));
    }

    @Test
    void waitsForAReplacementBeforePublishing() {
        ArrayFixture array = ArrayFixture.of().withPeers(1).withPeers(1).published(1);
        ArraySnapshot lost = replaced(array);

        assertThat(PeerPolicy.laterPeers(lost, NOW)).isEmpty();
        Instant late = NOW.plus(PeerPolicy.CHANGE_WINDOW);
        assertThat(PeerPolicy.laterPeers(lost, late))
                .containsExactly(new Action.PublishPeers(2, IndexSet.firstOf(1)));
    }

    @Test
    void withdrawsTheDnsNamesOfAStoppedArray() {
        ArrayFixture array = ArrayFixture.of().withPeers(1).published(1);

        array.desiredPower(DesiredPower.STOPPED).instanceState(InstanceState.STOPPED);

        assertThat(upkeep(array)).containsExactly(new Action.WithdrawDnsNames());
    }

    @Test
    void failsAMemberThatDoesNotWriteThePeersInTime() {
        ArrayFixture array = ArrayFixture.of("barrier", "true").withPeers(1).withPeers(0);
        array.peerDelivery(1, NOW, "Read-only file system").published(1);
        Action.EndAttempt failed =
                new Action.EndAttempt(
                        1,
                        1,
                        new ExitReason.LaunchFailed("PeersNotWritten"),
                        "instance i-1 cannot write the peers: Read-only file system");

        assertThat(array.inPhase(Phase.PUBLISH_PEERS).plan()).contains(failed);
        assertThat(array.plan(NOW.minusMillis(1))).doesNotContain(failed);
        assertThat(array.peerDelivery(0, NOW, null).inPhase(Phase.PUBLISH_PEERS).plan())
                .noneMatch(Action.EndAttempt.class::isInstance);
    }

    @Test
    void doesNotEndWorkForItsPeersThatNothingWaitsFor() {
        ArrayFixture array = ArrayFixture.of().withPeers(1).withPeers(0);
        array.peerDelivery(1, NOW, null).published(1).inPhase(Phase.PUBLISH_PEERS);

        assertThat(array.plan()).noneMatch(Action.EndAttempt.class::isInstance);
        assertThat(publication(array, NOW)).containsExactly("PUBLISHED", "PUBLISHED");
        assertThat(publication(array, NOW.minusMillis(1))).containsExactly("PUBLISHED", "waits");
    }

    @Test
    void publicationOfPeersThatTheBarrierAwaitsHasNoEnd() {
        ArrayFixture array = ArrayFixture.of("barrier", "true").withPeers(1).withPeers(0);
        array.peerDelivery(1, NOW, null).published(1);

        assertThat(publication(array, NOW)).containsExactly("PUBLISHED", "waits");
    }

    private static List<String> publication(ArrayFixture array, Instant now) {
        ArraySnapshot snapshot = array.snapshot();
        PhaseProgress progress = new PhaseProgress(snapshot, now);
        return snapshot.members().stream()
                .map(member -> progress.of(Phase.PUBLISH_PEERS, member).orElse("waits"))
                .toList();
    }

    @Test
    void failsAMemberWhosePeersTheBarrierAwaitsInEveryPhase() {
        ArrayFixture array = ArrayFixture.of("barrier", "true").withPeers(1).withPeers(0);
        array.peerDelivery(1, NOW, null).published(1);

        assertThat(array.inPhase(Phase.RUN).plan())
                .contains(
                        new Action.EndAttempt(
                                1,
                                1,
                                new ExitReason.LaunchFailed("PeersNotWritten"),
                                "the agent of instance i-1 did not acknowledge the peers"));
    }

    @Test
    void doesNotFailASilentMemberForItsPeers() {
        ArrayFixture array = ArrayFixture.of().withPeers(1).withPeers(0);
        array.peerDelivery(1, NOW, null).massSilent(Duration.ofMinutes(10)).published(1);

        assertThat(array.inPhase(Phase.PUBLISH_PEERS).plan())
                .noneMatch(Action.EndAttempt.class::isInstance);
    }

    @Test
    void terminatesTheInstanceThatCouldNotWriteThePeers() {
        assertThat(
                        ArrayFixture.of("on-complete", "keep")
                                .withPeers(1)
                                .ended("LAUNCH_FAILED:PeersNotWritten")
                                .published(1)
                                .inPhase(Phase.RUN)
                                .plan())
                .contains(new Action.TerminateInstances(List.of("i-1")));
    }

    @Test
    void barrierArrayWithoutARetryIsNotViableWhenAMemberLacksThePeers() {
        assertThat(
                        ArrayFixture.of("barrier", "true")
                                .withPeers(1)
                                .ended("LAUNCH_FAILED:PeersNotWritten")
                                .published(1)
                                .inPhase(Phase.PUBLISH_PEERS)
                                .plan())
                .contains(
                        new Action.MarkNotViable(
                                IndexSet.of(List.of(1)),
                                "1 of 2 members received the peers, [1] did not"));
    }

    @Test
    void allMembersHavePeersOnlyWhenEachHasAcknowledged() {
        assertThat(
                        PeerPolicy.allMembersHavePeers(
                                ArrayFixture.of()
                                        .withPeers(1)
                                        .withPeers(1)
                                        .published(1)
                                        .snapshot()))
                .isTrue();
        assertThat(
                        PeerPolicy.allMembersHavePeers(
                                ArrayFixture.of()
                                        .withPeers(1)
                                        .withPeers(0)
                                        .published(1)
                                        .snapshot()))
                .isFalse();
        assertThat(
                        PeerPolicy.allMembersHavePeers(
                                ArrayFixture.of()
                                        .withPeers(1)
                                        .nextAttempt()
                                        .published(1)
                                        .snapshot()))
                .isFalse();
    }

    /** The second member is retried and has no instance yet. */
    private static ArraySnapshot replaced(ArrayFixture before) {
        ArraySnapshot was = before.snapshot();
        ArraySnapshot now =
                ArrayFixture.of().inPhase(Phase.RUN).withPeers(1).nextAttempt().snapshot();
        return new ArraySnapshot(
                now.id(),
                now.spec(),
                now.size(),
                now.dnsLabel(),
                now.state(),
                now.phase(),
                1,
                was.publishedPeersHash(),
                false,
                false,
                false,
                false,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                false,
                false,
                IndexSet.firstOf(0),
                now.members(),
                List.of());
    }

    private static List<Action> upkeep(ArrayFixture array) {
        return PeerPolicy.laterPeers(array.inPhase(Phase.RUN).snapshot(), NOW);
    }
}

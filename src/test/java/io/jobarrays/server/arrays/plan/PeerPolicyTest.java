package io.jobarrays.server.arrays.plan;

import static io.jobarrays.server.arrays.plan.ArrayFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerPolicyTest {
    @Test
    void nothingIsSaidWhileNothingChanges() {
        assertThat(upkeep(ArrayFixture.of().withPeers(1).withPeers(1).published(1))).isEmpty();
    }

    @Test
    void whoWasStoppedLeaves() {
        ArrayFixture scene = ArrayFixture.of().withPeers(1).withPeers(1).published(1);

        scene.wanted(DesiredPower.STOPPED).as(InstanceState.STOPPING);

        assertThat(upkeep(scene)).containsExactly(new Action.PublishPeers(2, IndexSet.firstOf(1)));
    }

    @Test
    void anotherAddressIsAnotherGeneration() {
        ArrayFixture scene = ArrayFixture.of().withPeers(1).withPeers(1).published(1);

        assertThat(upkeep(scene.at("198.18.0.7")))
                .containsExactly(new Action.PublishPeers(2, IndexSet.firstOf(2)));
    }

    @Test
    void aReplacementIsWaitedForSoThatAllAreToldOnce() {
        ArrayFixture scene = ArrayFixture.of().withPeers(1).withPeers(1).published(1);
        ArraySnapshot lost = replaced(scene);

        assertThat(PeerPolicy.upkeep(lost, NOW)).isEmpty();
        Instant late = NOW.plus(PeerPolicy.GATHERING);
        assertThat(PeerPolicy.upkeep(lost, late))
                .containsExactly(new Action.PublishPeers(2, IndexSet.firstOf(1)));
    }

    @Test
    void theNamesOfAnArrayThatIsOffGo() {
        ArrayFixture scene = ArrayFixture.of().withPeers(1).published(1);

        scene.wanted(DesiredPower.STOPPED).as(InstanceState.STOPPED);

        assertThat(upkeep(scene)).containsExactly(new Action.WithdrawNames());
    }

    @Test
    void workThatNeedsAllBeginsWhenAllKnowEachOther() {
        assertThat(
                        PeerPolicy.complete(
                                ArrayFixture.of()
                                        .withPeers(1)
                                        .withPeers(1)
                                        .published(1)
                                        .snapshot()))
                .isTrue();
        assertThat(
                        PeerPolicy.complete(
                                ArrayFixture.of()
                                        .withPeers(1)
                                        .withPeers(0)
                                        .published(1)
                                        .snapshot()))
                .isFalse();
        assertThat(
                        PeerPolicy.complete(
                                ArrayFixture.of().withPeers(1).again().published(1).snapshot()))
                .isFalse();
    }

    /** The second member runs again, on a machine it does not have yet. */
    private static ArraySnapshot replaced(ArrayFixture before) {
        ArraySnapshot was = before.snapshot();
        ArraySnapshot now = ArrayFixture.of().in(Phase.RUN).withPeers(1).again().snapshot();
        return new ArraySnapshot(
                now.id(),
                now.spec(),
                now.size(),
                now.label(),
                now.state(),
                now.phase(),
                1,
                was.rosterHash(),
                false,
                false,
                false,
                null,
                null,
                false,
                null,
                null,
                Instant.EPOCH,
                false,
                now.seats(),
                List.of());
    }

    private static List<Action> upkeep(ArrayFixture scene) {
        return PeerPolicy.upkeep(scene.in(Phase.RUN).snapshot(), NOW);
    }
}

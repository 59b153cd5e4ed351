package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.WrittenTags;
import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tags that EC2 lacks are requested until it has them. */
class TagPolicyTest {
    private static final Instant DEADLINE = ArrayFixture.NOW.plusSeconds(3600);
    private static final IndexSet NONE = IndexSet.of(List.of());

    @Test
    void requestsNothingWhenEc2HasAllTags() {
        assertThat(tagsOf(running().withPeers(2).published(2))).isEmpty();
    }

    @Test
    void requestsNameAndIndexOfALiveInstance() {
        ArrayFixture array = running().launched().tags(new WrittenTags(false, 0, null)).launched();

        assertThat(tagsOf(array)).containsExactly(new Action.WriteTags(indexes(0), NONE, NONE));
    }

    @Test
    void requestsNameOfAnIndexThatTookItsTurnOnceItLasts() {
        ArrayFixture array =
                ArrayFixture.of("count", "2", "max-concurrent", "1")
                        .inPhase(Phase.RUN)
                        .launched()
                        .tags(new WrittenTags(false, 0, null));

        assertThat(tagsOf(array, ArrayFixture.LAUNCHED_AT.plusSeconds(4))).isEmpty();
        assertThat(tagsOf(array, ArrayFixture.LAUNCHED_AT.plusSeconds(5)))
                .containsExactly(new Action.WriteTags(indexes(0), NONE, NONE));
    }

    @Test
    void requestsTagsOfAnIndexThatWaitsForItsRetry() {
        ArrayFixture array =
                ArrayFixture.of("count", "2", "max-concurrent", "1")
                        .inPhase(Phase.RUN)
                        .launched()
                        .tags(new WrittenTags(false, 0, null));

        assertThat(tagsOf(array, ArrayFixture.LAUNCHED_AT.minusSeconds(3600)))
                .containsExactly(new Action.WriteTags(indexes(0), NONE, NONE));
    }

    /** Other programs may end machines by the tag. */
    @Test
    void requestsDeadlineOfAShortTurnBeforeTheWrittenOnePasses() {
        Instant near = ArrayFixture.LAUNCHED_AT.plusSeconds(300);
        Instant far = ArrayFixture.LAUNCHED_AT.plusSeconds(3600);

        assertThat(tagsOf(turn(near), ArrayFixture.LAUNCHED_AT))
                .containsExactly(new Action.WriteTags(NONE, indexes(0), NONE));
        assertThat(tagsOf(turn(far), ArrayFixture.LAUNCHED_AT)).isEmpty();
    }

    private static ArrayFixture turn(Instant writtenDeadline) {
        return ArrayFixture.of("count", "2", "max-concurrent", "1")
                .inPhase(Phase.RUN)
                .deadline(ArrayFixture.LAUNCHED_AT.plusSeconds(7200))
                .launched()
                .tags(new WrittenTags(true, 0, writtenDeadline));
    }

    @Test
    void requestsNoTagOfAnEndedInstance() {
        ArrayFixture array =
                running()
                        .launched()
                        .instanceState(InstanceState.SHUTTING_DOWN)
                        .tags(new WrittenTags(false, 0, null));

        assertThat(tagsOf(array)).isEmpty();
    }

    @Test
    void requestsPeersOfTheirPublishedGeneration() {
        ArrayFixture array =
                running().withPeers(2).withPeers(2).tags(new WrittenTags(true, 1, null));

        assertThat(tagsOf(array.published(2)))
                .containsExactly(new Action.WriteTags(NONE, NONE, indexes(1)));
    }

    @Test
    void requestsNoPeersWhileAnotherListIsToBePublished() {
        ArrayFixture array =
                running().withPeers(2).tags(new WrittenTags(true, 1, null)).published(2).enrolled();

        assertThat(tagsOf(array)).isEmpty();
    }

    @Test
    void requestsDeadlineThatWasMoved() {
        ArrayFixture array =
                running()
                        .deadline(DEADLINE)
                        .withPeers(1)
                        .tags(new WrittenTags(true, 1, DEADLINE.minusSeconds(60)))
                        .published(1);

        assertThat(tagsOf(array)).containsExactly(new Action.WriteTags(NONE, indexes(0), NONE));
    }

    @Test
    void requestsNoTagsOfADrainingArray() {
        ArrayFixture array = running().launched().tags(new WrittenTags(false, 0, null)).draining();

        assertThat(tagsOf(array)).isEmpty();
    }

    private static ArrayFixture running() {
        return ArrayFixture.of().inPhase(Phase.RUN);
    }

    private static List<Action> tagsOf(ArrayFixture array) {
        return tagsOf(array, ArrayFixture.NOW);
    }

    private static List<Action> tagsOf(ArrayFixture array, Instant now) {
        return array.plan(now).stream().filter(Action.WriteTags.class::isInstance).toList();
    }

    private static IndexSet indexes(Integer... indexes) {
        return IndexSet.of(List.of(indexes));
    }
}

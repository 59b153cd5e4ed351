package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.spec.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeDecisionTest {
    /** Members of the stage {@code a} as letters: {@code .} at work, + succeeded, - failed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a          | ++. | waits",
                "a          | +++ | begins",
                "a          | -.. | after a, which failed",
                "a:any      | -.+ | waits",
                "a:any      | --- | begins",
                "a:2        | +.. | waits",
                "a:2        | ++. | begins",
                "a:2        | --. | after a:2, of which 0 of 3 succeeded",
                "a:50%      | +-. | waits",
                "a:50%      | +-+ | begins",
                "a[index]   | .+. | begins",
                "a[index]   | +.+ | waits",
                "a[index]   | +-+ | after a[1], which ended with EXIT_3",
                "a[index/2] | +.. | begins",
                "a[0,2]     | +-+ | begins",
                "a[0,2]     | +-. | waits",
                "a[0-1]     | +-. | after a[1], which ended with EXIT_3",
                "a[7]       | +++ | after a[7], which is not there",
            })
    void decidesForIndexOne(String edge, String members, String expected) {
        assertThat(text(Edge.parse(edge), new EdgeDecision.Source(array(members), false)))
                .isEqualTo(expected);
    }

    /** A success of a group counts for good once no retry of all can follow. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:2        | ++. | 1 | waits",
                "a:2        | +++ | 1 | begins",
                "a:2        | ++. | 0 | begins",
                "a[index]   | ++. | 1 | waits",
                "a[index]   | ++. | 0 | begins",
                "a:any      | ++. | 1 | waits",
            })
    void waitsForAGroupThatMayRunAgain(String edge, String members, String left, String expected) {
        ArraySnapshot array = array(members, "barrier", "true", "retries", left);

        assertThat(text(Edge.parse(edge), new EdgeDecision.Source(array, false)))
                .isEqualTo(expected);
    }

    @Test
    void countsAGroupThatHasSucceeded() {
        String[] flags = {"barrier", "true", "retries", "1", "success", "2"};

        assertThat(text(Edge.parse("a:2"), new EdgeDecision.Source(array("++.", flags), false)))
                .isEqualTo("begins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:1", "a[0]", "a[1]"})
    void aGroupThatIsRetriedHasNeitherSucceededNorFailed(String edge) {
        ArrayFixture array =
                fixture("+-", "barrier", "true", "retries", "1", "max-failed-indexes", "0")
                        .retriesTogether();

        assertThat(text(Edge.parse(edge), new EdgeDecision.Source(array.snapshot(), false)))
                .isEqualTo("waits");
    }

    @Test
    void allEdgesMustHold() {
        EdgeDecision.Source source = new EdgeDecision.Source(array("+.+"), false);

        assertThat(text(Edge.parse("a[0], a[1]"), source)).isEqualTo("waits");
        assertThat(text(Edge.parse("a[0], a[2]"), source)).isEqualTo("begins");
    }

    @Test
    void aStageThatNeverBeginsSatisfiesOnlyAny() {
        assertThat(text(Edge.parse("a"), new EdgeDecision.Source(null, false))).isEqualTo("waits");
        assertThat(text(Edge.parse("a"), new EdgeDecision.Source(null, true)))
                .isEqualTo("after a, a stage that did not run");
        assertThat(text(Edge.parse("a:any"), new EdgeDecision.Source(null, true)))
                .isEqualTo("begins");
    }

    @Test
    void heldWorkIsSentOnceItIsReleased() {
        ArrayFixture array =
                ArrayFixture.of("after", "a[index]").inPhase(Phase.BARRIER).enrolled().held();
        array.enrolled().workNotSent();

        assertThat(array.plan())
                .contains(new Action.SendWork(IndexSet.of(List.of(1))))
                .noneMatch(action -> action instanceof Action.EndAttempt);
    }

    @Test
    void heldMembersWithBarrierAreNotStarted() {
        ArrayFixture array =
                ArrayFixture.of("after", "a", "barrier", "true").inPhase(Phase.RUN).withPeers(1);
        array.held().published(1);

        assertThat(array.plan()).noneMatch(action -> action instanceof Action.StartWork);
    }

    private static String text(List<Edge> edges, EdgeDecision.Source source) {
        return switch (EdgeDecision.of(edges, 1, stage -> source)) {
            case EdgeDecision.Waits waits -> "waits";
            case EdgeDecision.Begins begins -> "begins";
            case EdgeDecision.Never never -> never.reason();
        };
    }

    private static ArraySnapshot array(String members, String... flags) {
        return fixture(members, flags).snapshot();
    }

    private static ArrayFixture fixture(String members, String... flags) {
        ArrayFixture array = ArrayFixture.of(flags).inPhase(Phase.RUN);
        members.chars()
                .forEach(
                        member -> {
                            switch (member) {
                                case '.' -> array.withPeers(1);
                                case '+' -> array.ended("EXIT_0");
                                default -> array.ended("EXIT_3");
                            }
                        });
        return array;
    }
}

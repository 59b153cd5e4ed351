package io.jobarrays.server.arrays.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArrayReason;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.Verdict;
import io.jobarrays.server.arrays.spec.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessPolicyTest {
    /** Members as letters: {@code .} at work, + succeeded, - failed, p ended by policy. */
    @ParameterizedTest
    @CsvSource({
        "all,       ....,  OPEN",
        "all,       +++.,  OPEN",
        "all,       ++++,  SUCCEEDED",
        "all,       -...,  FAILED",
        "any,       ---.,  OPEN",
        "any,       -+..,  SUCCEEDED",
        "any,       ----,  FAILED",
        "3,         ++-.,  OPEN",
        "3,         +++.,  SUCCEEDED",
        "3,         --..,  FAILED",
        "75%,       +++-,  SUCCEEDED",
        "51%,       ++..,  OPEN",
        "51%,       +++.,  SUCCEEDED",
        "index:1,   +.++,  OPEN",
        "index:1,   .+..,  SUCCEEDED",
        "index:1,   +-++,  FAILED",
        "index:1,   p+pp,  SUCCEEDED",
    })
    void decidesAsSoonAsItIsCertain(String success, String members, Verdict verdict) {
        assertThat(Verdict.of(array(members, "success", success))).isEqualTo(verdict);
    }

    @Test
    void endsTheRestOnceTheLeaderSucceeded() {
        assertThat(SuccessPolicy.of(array("....", "success", "index:0"))).isEmpty();
        assertThat(SuccessPolicy.of(array("+...", "success", "index:0")))
                .containsExactly(new Action.EndRest("[0] succeeded, enough for --success index:0"));
        assertThat(SuccessPolicy.of(array("+-pp", "success", "index:0"))).isEmpty();
    }

    @Test
    void letsTheRestEndUnlessToldOtherwise() {
        assertThat(SuccessPolicy.of(array("+...", "success", "any"))).isEmpty();
        assertThat(SuccessPolicy.of(array("+...", "success", "any", "on-success", "stop-rest")))
                .hasSize(1);
    }

    @Test
    void endsTheRestWhenMoreHaveFailedThanAllowed() {
        assertThat(SuccessPolicy.of(array("--..", "max-failed-indexes", "2"))).isEmpty();
        assertThat(SuccessPolicy.of(array("---.", "max-failed-indexes", "2")))
                .containsExactly(
                        new Action.EndRest("[0-2] failed, more than --max-failed-indexes 2"));
    }

    @ParameterizedTest
    @CsvSource({
        "++++, any,     '', ALL_OK,            0",
        "+++., all,     '', ALL_OK,            0",
        "+++-, 3,       '', SUCCEEDED_3_OF_4,  0",
        "+ppp, index:0, '', SUCCEEDED_1_OF_4,  0",
        "+---, any,     2,  FAILED_3_OF_4,     1",
        "---p, any,     2,  FAILED_3_OF_4,     1",
        "-ppp, all,     '', FAILED_1_OF_4,     1",
        "---+, 3,       '', FAILED_3_OF_4,     1",
    })
    void outcomeFollowsTheRules(
            String members, String success, String maxFailed, String outcome, int exitCode) {
        ArraySnapshot array =
                maxFailed.isEmpty()
                        ? array(members, "success", success)
                        : array(members, "success", success, "max-failed-indexes", maxFailed);

        assertThat(ArrayOutcome.of(array)).isEqualTo(outcome);
        assertThat(ArrayOutcome.exitCode(array)).isEqualTo(exitCode);
    }

    @Test
    void namesTheFailedOfAnArrayThatSucceeded() {
        ArraySnapshot array =
                array("+-+-", "success", "2", "on-complete", "terminate", "on-failure", "keep");

        assertThat(ArrayReason.of(array, null, ArrayFixture.NOW))
                .isEqualTo("[1,3] failed; [0,2] succeeded, enough for --success 2");
        assertThat(array.onComplete().flagValue()).isEqualTo("terminate");
    }

    @Test
    void anIndexThatIsRetriedWithAllHasNotFailed() {
        ArrayFixture array = fixture("-...", "barrier", "true", "retries", "1");

        assertThat(Verdict.of(array.retriesTogether().snapshot())).isEqualTo(Verdict.OPEN);
    }

    private static ArraySnapshot array(String members, String... flags) {
        return fixture(members, flags).snapshot();
    }

    private static ArrayFixture fixture(String members, String... flags) {
        ArrayFixture array = ArrayFixture.of(flags).inPhase(Phase.RUN);
        members.chars().forEach(member -> add(array, member));
        return array;
    }

    private static void add(ArrayFixture array, int member) {
        switch (member) {
            case '.' -> array.withPeers(1);
            case '+' -> array.ended("EXIT_0");
            case '-' -> array.ended("EXIT_3");
            default -> array.ended("ENDED_BY_POLICY");
        }
    }
}

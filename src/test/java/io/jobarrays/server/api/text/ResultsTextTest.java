package io.jobarrays.server.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.verbs.MemberResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultsTextTest {
    @Test
    void printsOneRowForOneResult() {
        List<MemberResult> results =
                IntStream.range(0, 64).mapToObj(index -> ended(index)).toList();

        assertThat(ResultsText.of(results))
                .isEqualTo(
                        """
                        INDEX   RESULT
                        [0-63]  shutting-down
                        """);
    }

    @Test
    void printsOneRowPerDifferentResult() {
        List<MemberResult> results = new ArrayList<>();
        results.add(ended(0));
        results.add(refused(1, "it has no machine"));
        results.add(ended(2));
        results.add(ended(3));
        results.add(refused(4, "shutting-down"));

        assertThat(ResultsText.of(results))
                .isEqualTo(
                        """
                        INDEX    RESULT
                        [0,2-3]  shutting-down
                        [1]      FAILED: it has no machine
                        [4]      FAILED: shutting-down
                        """);
    }

    @Test
    void printsOneRowPerMemberWhenWide() {
        assertThat(ResultsText.wide(List.of(ended(0), refused(1, "it has no machine"))))
                .isEqualTo(
                        """
                        INDEX  NAME       INSTANCE  RESULT
                        [0]    compute-0  i-0       shutting-down
                        [1]    compute-1  -         FAILED: it has no machine
                        """);
    }

    private static MemberResult ended(int index) {
        return new MemberResult(index, "compute-" + index, "i-" + index, true, "shutting-down");
    }

    private static MemberResult refused(int index, String why) {
        return new MemberResult(index, "compute-" + index, null, false, why);
    }
}

package io.jobarrays.server.batch.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.view.MemberView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageFailuresTest {
    @Test
    void namesAllIndexesThatEndedAsTheFirstOne() {
        StageFailures failures =
                StageFailures.of(
                        List.of(
                                member(0, "EXIT_0", null),
                                member(1, "EXIT_7", "no disk"),
                                member(2, "EXIT_7", "no disk"),
                                member(3, "EXIT_7", null),
                                member(4, "ENDED_BY_POLICY", null),
                                member(5, null, null)));

        assertThat(failures.ranges()).isEqualTo("1-3");
        assertThat(failures.reason()).isEqualTo("[1-2] EXIT_7: no disk");
    }

    @Test
    void saysNothingWithoutFailures() {
        StageFailures none = StageFailures.of(List.of(member(0, "EXIT_0", null)));

        assertThat(none.ranges()).isNull();
        assertThat(none.reason()).isNull();
    }

    private static MemberView member(
            int index, @Nullable String exitStatus, @Nullable String reason) {
        return new MemberView(
                index,
                "work-" + index,
                null,
                null,
                "planned",
                null,
                null,
                null,
                "work-%d.example".formatted(index),
                0,
                1,
                "ended",
                exitStatus,
                reason,
                null,
                null,
                null,
                new MemberView.Life("RUNNING", false, null, null, null, null, null));
    }
}

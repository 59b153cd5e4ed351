package io.jobarrays.server.batch.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.view.MemberView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionViewTest {
    @ParameterizedTest
    @CsvSource({
        "planned,, PLANNED",
        "launched,, STARTED",
        "arrived,, STARTED",
        "peers,, STARTED",
        "ended, EXIT_0, COMPLETED",
        "ended, EXIT_1, FAILED",
        "ended, STOPPED, FAILED",
        "ended,, COMPLETED"
    })
    void derivesStateFromMember(String phase, @Nullable String exit, String state) {
        assertThat(PartitionView.of(member(phase, exit)).state())
                .isEqualTo(state)
                .isIn(PartitionView.STATES);
    }

    private static MemberView member(String phase, @Nullable String exitStatus) {
        return new MemberView(
                0,
                "work-0",
                null,
                null,
                "planned",
                null,
                null,
                null,
                "work-0.example",
                0,
                1,
                phase,
                exitStatus,
                null,
                null,
                null,
                null,
                new MemberView.Life("RUNNING", false, null, null, null, null, null));
    }
}

package io.jobarrays.server.batch.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.view.MemberView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageNotesTest {
    private static final String NO_OUTPUT = "collect: the work made no file that matches part";

    @Test
    void namesTheIndexesWhoseOutputsAreMissing() {
        List<MemberView> members =
                List.of(
                        member(0, "EXIT_0", null),
                        member(1, "EXIT_0", NO_OUTPUT),
                        member(2, "EXIT_0", "collect: x was left out"),
                        member(3, "EXIT_0", NO_OUTPUT));

        assertThat(StageViews.notes(members))
                .isEqualTo("[1,3] " + NO_OUTPUT + "; [2] collect: x was left out");
    }

    @Test
    void isSilentAboutMembersThatAreWellOrNotAtTheirEnd() {
        assertThat(StageViews.notes(List.of(member(0, "EXIT_0", null)))).isNull();
        assertThat(StageViews.notes(List.of(member(0, null, "its agent is away")))).isNull();
    }

    private static MemberView member(
            int index, @Nullable String exitStatus, @Nullable String reason) {
        return new MemberView(
                index,
                "work-" + index,
                null,
                null,
                "terminated",
                null,
                null,
                null,
                "work.example",
                0,
                1,
                exitStatus == null ? "peers" : "ended",
                exitStatus,
                reason,
                null,
                new MemberView.Life("RUNNING", false, null, null, null, null, null));
    }
}

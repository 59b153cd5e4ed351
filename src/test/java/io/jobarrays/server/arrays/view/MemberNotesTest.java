package io.jobarrays.server.arrays.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.plan.ArrayFixture;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a member's outputs lack is a note; why its work ended is its reason. */
class MemberNotesTest {
    private static final String NO_OUTPUT = "collect: the work made no file that matches x";

    @Test
    void failureOfTheWorkHasTheNoteApartFromItsReason() {
        MemberView member = view(ArrayFixture.of("collect", "x").ended("EXIT_1").note(NO_OUTPUT));

        assertThat(member.reason()).isNull();
        assertThat(member.note()).isEqualTo(NO_OUTPUT);
    }

    @Test
    void outputsThatDecidedTheEndAreItsReason() {
        MemberView member =
                view(
                        ArrayFixture.of("collect", "x")
                                .ended("OUTPUT_TOO_LARGE")
                                .reason("too large")
                                .unkeptOutputs("too large"));

        assertThat(member.reason()).startsWith("too large; its machine runs on");
        assertThat(member.note()).isNull();
    }

    @Test
    void outputsThatAreNotKeptAfterAFailureAreANote() {
        ArrayFixture array =
                ArrayFixture.of("collect", "x").ended("EXIT_1").unkeptOutputs("too large");

        assertThat(view(array).reason()).isNull();
        assertThat(view(array).note()).startsWith("too large; its machine runs on");
    }

    @Test
    void outputsOfOpenWorkAreAReason() {
        ArrayFixture array = ArrayFixture.of("collect", "x").enrolled().unkeptOutputs("uploading");

        assertThat(view(array).reason()).isEqualTo("its work has ended; its outputs: uploading");
        assertThat(view(array).note()).isNull();
    }

    @Test
    void namesEachNoteOnceWithItsIndexes() {
        ArraySnapshot array =
                ArrayFixture.of("collect", "x")
                        .ended("EXIT_0")
                        .ended("EXIT_0")
                        .note(NO_OUTPUT)
                        .ended("EXIT_0")
                        .note("collect: left out: y")
                        .ended("EXIT_1")
                        .note(NO_OUTPUT)
                        .snapshot();
        List<MemberView> views =
                array.members().stream()
                        .map(one -> MemberViews.of(array, one, "dns", ArrayFixture.NOW))
                        .toList();

        assertThat(MemberNotes.of(views))
                .containsExactly("[1,3] " + NO_OUTPUT, "[2] collect: left out: y");
    }

    private static MemberView view(ArrayFixture fixture) {
        ArraySnapshot array = fixture.snapshot();
        return MemberViews.of(array, array.members().getFirst(), "dns", ArrayFixture.NOW);
    }
}

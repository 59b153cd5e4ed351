package io.jobarrays.server.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.view.ArrayView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextTest {
    @Test
    void printsPhasesMembersReasonsAndRemainingTime() {
        ArrayView array =
                ViewSamples.array(
                        "compute",
                        List.of(
                                ViewSamples.running(0, "i-abc123", "us-east-1a", "1.2.3.4"),
                                ViewSamples.noCapacity(1),
                                ViewSamples.noCapacity(2),
                                ViewSamples.withoutOutputs(
                                        3, "collect: the work made no file that matches x")));

        assertThat(StatusText.of(array, ViewSamples.NOW)).isEqualTo(GoldenTexts.text("status.txt"));
    }

    @Test
    void printsThatThereIsNoDeadline() {
        ArrayView array =
                ViewSamples.launch(
                        List.of(ViewSamples.running(0, "i-abc123", "us-east-1a", "1.2.3.4")), 0);

        assertThat(StatusText.of(array, ViewSamples.NOW))
                .contains("  TTL:      none, no deadline ends it\n");
    }

    @Test
    void printsNoTtlBeforeTheLaunch() {
        ArrayView array = ViewSamples.launch(List.of(ViewSamples.noCapacity(0)), 0);

        assertThat(StatusText.of(array, ViewSamples.NOW)).doesNotContain("TTL:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"planned", "shutting-down", "terminated"})
    void printsNoTtlOfInstancesThatDoNotRun(String state) {
        ArrayView array =
                ViewSamples.launch(
                        List.of(
                                ViewSamples.member(
                                        0, "c-0", "i-1", state, null, null, "ended", "EXIT_0",
                                        null)),
                        0);

        assertThat(StatusText.of(array, ViewSamples.NOW)).doesNotContain("TTL:");
    }

    @Test
    void saysThatAnAgentIsAwayOnlyAfterItWasThere() {
        ArrayView array =
                ViewSamples.array(
                        "compute",
                        List.of(
                                ViewSamples.unconnected(0, "launched"),
                                ViewSamples.unconnected(1, "arrived"),
                                ViewSamples.unconnected(2, "peers")));

        assertThat(StatusText.of(array, ViewSamples.NOW))
                .contains(
                        "Machines:\n  [1]  its agent is not connected\n  [2]  its agent is away\n");
    }

    @Test
    void printsThatADeadlineHasPassed() {
        ArrayView array =
                ViewSamples.array(
                        "compute",
                        List.of(ViewSamples.running(0, "i-abc123", "us-east-1a", "1.2.3.4")));

        assertThat(StatusText.of(array, ViewSamples.NOW.plusSeconds(8000)))
                .contains("  TTL:      over since 2026-01-13T11:59:59Z\n");
    }
}

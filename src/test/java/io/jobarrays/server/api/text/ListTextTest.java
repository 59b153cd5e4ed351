package io.jobarrays.server.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListTextTest {
    private static final MemberView MY_INSTANCE =
            new MemberView(
                    0,
                    "my-instance",
                    "i-xyz123",
                    "t3.micro",
                    "running",
                    "us-east-1a",
                    "5.6.7.8",
                    "10.0.0.8",
                    "my-instance.5k0zfnmq.spore.host",
                    1,
                    1,
                    "peers",
                    null,
                    null,
                    null,
                    null,
                    null,
                    ViewSamples.LIFE);

    @Test
    void printsTheGroupedViewOfTheSeed() {
        ArrayView compute =
                ViewSamples.array(
                        "compute",
                        List.of(
                                ViewSamples.running(0, "i-abc123", "us-east-1a", "1.2.3.4"),
                                ViewSamples.running(1, "i-def456", "us-east-1b", "1.2.3.5"),
                                ViewSamples.member(
                                        2,
                                        "compute-2",
                                        "i-ghi789",
                                        "pending",
                                        "us-east-1c",
                                        null,
                                        "launched",
                                        null,
                                        null)));

        String text =
                ListText.of(List.of(compute, ViewSamples.standalone("my-instance", MY_INSTANCE)));

        assertThat(text).isEqualTo(GoldenTexts.text("list-seed.txt"));
    }

    @Test
    void printsLongArraysInFullWithAlignedColumns() {
        ArrayView sweep =
                ViewSamples.array(
                        "compute",
                        IntStream.range(0, 1000)
                                .mapToObj(
                                        i ->
                                                ViewSamples.running(
                                                        i, "i-" + i, "us-east-1a", "1.1.1.1"))
                                .toList());

        List<String> lines = ListText.of(List.of(sweep)).lines().toList();

        assertThat(lines).hasSize(4 + 1000);
        assertThat(lines.get(2)).isEqualTo("  compute (1000 instances, 1000 running)");
        assertThat(lines.get(4))
                .isEqualTo("    [0] compute-0      i-0    m7i.large  running  us-east-1a  1.1.1.1");
        assertThat(lines.getLast())
                .isEqualTo("    [999] compute-999  i-999  m7i.large  running  us-east-1a  1.1.1.1");
    }

    @Test
    void printsSeveralArraysAndMembersWithoutInstance() {
        ArrayView first =
                ViewSamples.array(
                        "compute",
                        List.of(
                                ViewSamples.running(0, "i-abc123", "us-east-1a", "1.2.3.4"),
                                ViewSamples.noCapacity(1)));
        ArrayView second =
                ViewSamples.array(
                        "other",
                        List.of(
                                ViewSamples.member(
                                        0,
                                        "other-0",
                                        "i-1",
                                        "shutting-down",
                                        "us-east-1a",
                                        "1.2.3.6",
                                        "ended",
                                        "EXIT_0",
                                        null)));

        assertThat(ListText.of(List.of(first, second))).isEqualTo(GoldenTexts.text("list-two.txt"));
    }

    @Test
    void printsOnlyStandaloneInstances() {
        assertThat(ListText.of(List.of(ViewSamples.standalone("my-instance", MY_INSTANCE))))
                .isEqualTo(
                        """
                        Standalone Instances:
                          my-instance  i-xyz123  t3.micro  running  us-east-1a  5.6.7.8
                        """);
    }

    @Test
    void printsPricesInTheWideForm() {
        assertThat(ListText.wide(List.of(ViewSamples.standalone("my-instance", MY_INSTANCE))))
                .isEqualTo(
                        """
                        Standalone Instances:
                          my-instance  i-xyz123  t3.micro  running  us-east-1a  5.6.7.8  0.0104

                        Prices: USD an hour, on demand, us-east-1, as of 2026-07-20.
                        """);
        assertThat(ListText.wide(List.of())).isEqualTo("No instances.\n");
    }

    @Test
    void printsThatThereAreNoInstances() {
        assertThat(ListText.of(List.of())).isEqualTo("No instances.\n");
    }
}

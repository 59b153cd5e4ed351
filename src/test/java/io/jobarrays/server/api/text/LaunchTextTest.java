package io.jobarrays.server.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.api.view.LaunchView;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchTextTest {
    @Test
    void printsEnrolledAndMissingMembers() {
        LaunchView launch =
                LaunchView.of(
                        ViewSamples.launch(
                                List.of(
                                        ViewSamples.running(0, "i-1", "us-east-1a", "1.2.3.4"),
                                        ViewSamples.noCapacity(1),
                                        ViewSamples.noCapacity(2)),
                                4));

        assertThat(LaunchText.of(launch))
                .isEqualTo(
                        """
                        compute: 3 instances asked, 1 came
                        Array ID: compute-20260113-abc123
                        Missing:
                          [1-2]  LAUNCH_FAILED:InsufficientInstanceCapacity  no m7i.large left in us-east-1a after 10m
                        """);
    }

    @Test
    void printsNoMissingMembersDuringTheLaunch() {
        LaunchView launch =
                LaunchView.of(
                        ViewSamples.launch(
                                List.of(
                                        ViewSamples.running(0, "i-1", "us-east-1a", "1.2.3.4"),
                                        ViewSamples.member(
                                                1,
                                                "compute-1",
                                                "i-2",
                                                "pending",
                                                null,
                                                null,
                                                "launched",
                                                null,
                                                null)),
                                null));

        assertThat(LaunchText.of(launch))
                .isEqualTo(
                        """
                        compute: 2 instances asked, 1 came, the launch is going on
                        Array ID: compute-20260113-abc123
                        """);
    }
}

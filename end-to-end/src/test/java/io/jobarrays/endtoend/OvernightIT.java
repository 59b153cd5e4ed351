package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Arrays that are stopped in the evening and started in the morning. */
class OvernightIT {
    /** The second half of the night's work, once it may begin. */
    private static final String WORK =
            "echo attempt $JOB_ARRAY_ATTEMPT; [ $JOB_ARRAY_INDEX = 0 ] || [ $JOB_ARRAY_ATTEMPT = 2 ] || sleep 600";

    @Test
    void whatWasCutOffRunsAgainAndTheRemainderIsTheSame() {
        try (TestControlPlane plane = TestControlPlane.started()) {
            TestArray night = TestArray.launch(plane, "night", 3, "--command", WORK);
            night.untilStarted(2, "attempt 1");
            night.until(
                    Duration.ofSeconds(30),
                    it -> it.member(0).path("exit_status").asText().equals("EXIT_0"));

            plane.ok("stop", "night");
            assertThat(night.each("state")).containsOnly("stopped");
            long rest = night.member(1).path("ttl_remaining_seconds").asLong();
            new TestCloud(plane).advance("24h");
            plane.ok("start", "night");

            long left = left(night);
            assertThat(left).isCloseTo(rest, within(60L));
            night.untilEach(Duration.ofSeconds(60), "exit_status", "EXIT_0");
            assertThat(night.each("attempt")).containsExactly("1", "2", "2");
            assertThat(night.log(0)).containsOnlyOnce("attempt");
            assertThat(night.log(1)).contains("attempt 1").contains("attempt 2");
            plane.ok("terminate", "night", "--yes");
        }
    }

    /** By the moved clock, as the control plane tells it. */
    private static long left(TestArray fleet) {
        var view = fleet.view();
        return Duration.between(
                        java.time.Instant.parse(view.path("as_of").asText()),
                        java.time.Instant.parse(
                                view.path("members").get(1).path("ttl_deadline").asText()))
                .toSeconds();
    }
}

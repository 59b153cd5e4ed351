package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Arrays that are stopped in the evening and started in the morning; after the classes of its
 * control plane that read the clock.
 */
@Order(2)
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(RestartedControlPlane.class)
class OvernightIT {
    /** Second half of the work, which begins when the file exists. */
    private static final String WORK =
            "echo attempt $JOB_ARRAY_ATTEMPT; [ $JOB_ARRAY_INDEX = 0 ] || [ $JOB_ARRAY_ATTEMPT = 2 ] || sleep 600";

    @Test
    void startRunsInterruptedWorkAgainWithTheSameRemainingTtl(TestControlPlane plane) {
        try (TestArray night = TestArray.launch(plane, "night", 3, "--command", WORK)) {
            night.untilStarted(2, "attempt 1");
            night.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.member(0).path("exit_status").asText().equals("EXIT_0"));

            plane.run("stop", "night");
            assertThat(night.fieldOfEachMember("state")).containsOnly("stopped");
            long rest = night.member(1).path("ttl_remaining_seconds").asLong();
            new TestCloud(plane).advance("24h");
            plane.run("start", "night");

            long left = left(night);
            assertThat(left).isCloseTo(rest, within(60L));
            night.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
            assertThat(night.fieldOfEachMember("attempt")).containsExactly("1", "2", "2");
            assertThat(night.log(0)).containsOnlyOnce("attempt");
            assertThat(night.log(1)).contains("attempt 1").contains("attempt 2");
        }
    }

    /** Time of the moved clock, read from the control plane. */
    private static long left(TestArray fleet) {
        var view = fleet.view();
        return Duration.between(
                        Instant.parse(view.path("as_of").asText()),
                        Instant.parse(view.path("members").get(1).path("ttl_deadline").asText()))
                .toSeconds();
    }
}

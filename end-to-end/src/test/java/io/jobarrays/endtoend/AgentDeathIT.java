package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The supervisor of the work outlives the agent. */
@ExtendWith(SharedControlPlane.class)
class AgentDeathIT {
    @Test
    void workSurvivesTheAgentsDeath(TestControlPlane plane) {
        try (TestArray fleet =
                TestArray.launch(
                        plane,
                        "orphan",
                        1,
                        "--command",
                        "for i in $(seq 1 60); do echo line $i; sleep 0.2; done; exit 7")) {
            fleet.untilStarted(0, "line 3");

            // The session ends with the agent that carries it.
            plane.spawn("connect", "orphan-0", "--", "kill -9 $(pgrep -f spored.jar)");

            fleet.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_7");
            assertThat(fleet.log(0))
                    .isEqualTo(
                            IntStream.rangeClosed(1, 60)
                                    .mapToObj(i -> "line " + i + "\n")
                                    .collect(Collectors.joining()));
        }
    }
}

package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Work, logs and exit codes survive an outage of the server and the death of an agent. */
@Order(1)
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(RestartedControlPlane.class)
class OutageIT {
    @Test
    void keepsExitCodesAndLogsAcrossAServerOutage(TestControlPlane plane) throws Exception {
        outage(plane, 4, 1, 5);
    }

    @Test
    @Tag("campaign")
    void keepsThirtyTwoMembersAcrossAMinuteOfOutage() throws Exception {
        try (TestControlPlane plane = TestControlPlane.started("--capacity", "36")) {
            outage(plane, 32, 8, 60);
        }
    }

    /**
     * @param short_ number of members that end during the outage
     */
    private static void outage(TestControlPlane plane, int size, int short_, int seconds)
            throws Exception {
        int all = (seconds + 15) * 5;
        String work =
                "n=%d; [ $JOB_ARRAY_INDEX -ge %d ] || n=%d; for i in $(seq 1 $n); do echo line $i; sleep 0.2; done; exit $((JOB_ARRAY_INDEX %% 5))"
                        .formatted(all, short_, all / 3);
        try (TestArray fleet = TestArray.launch(plane, "outage", size, "--command", work)) {
            fleet.untilStarted(size - 1, "line 2");

            plane.killServer();
            Thread.sleep(Duration.ofSeconds(seconds));
            plane.run("up");

            fleet.until(
                    Duration.ofSeconds(seconds + 180),
                    it -> it.fieldOfEachMember("exit_status").stream().noneMatch("null"::equals));
            for (int index = 0; index < size; index++) {
                assertThat(fleet.member(index).path("exit_status").asText())
                        .isEqualTo("EXIT_" + index % 5);
                assertThat(fleet.log(index)).isEqualTo(lines(index < short_ ? all / 3 : all));
            }
        }
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
    }
}

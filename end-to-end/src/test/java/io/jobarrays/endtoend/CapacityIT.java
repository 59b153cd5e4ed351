package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Launches of eight members of a type of which the cloud has three. */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedControlPlane.class)
class CapacityIT {
    @Test
    void terminatesAllMembersWhenTheBarrierFails(TestControlPlane plane) {
        ProgramRun run = launch(plane, "c5.large", "whole", "--barrier", "--command", "sleep 300");

        assertThat(run.exit()).as(run.toString()).isEqualTo(5);
        String table = plane.run("status", "whole").out();
        assertThat(table).contains("InsufficientInstanceCapacity");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(plane.liveInstances("whole")).isEmpty());
    }

    @Test
    void runsLaunchedMembersWithoutBarrier(TestControlPlane plane) {
        ProgramRun run =
                launch(
                        plane,
                        "m5.large",
                        "some",
                        "--command",
                        "sleep 5",
                        "--wait",
                        "--on-complete",
                        "terminate");

        assertThat(run.exit()).as(run.toString()).isEqualTo(4);
        List<String> ends = new ArrayList<>();
        for (JsonNode member : plane.json("status", "some").path("members")) {
            ends.add(member.path("exit_status").asText());
        }
        String missing = "LAUNCH_FAILED:InsufficientInstanceCapacity";
        assertThat(ends)
                .containsExactlyInAnyOrder(
                        "EXIT_0", "EXIT_0", "EXIT_0", missing, missing, missing, missing, missing);
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(plane.liveInstances("some")).isEmpty());
    }

    private static ProgramRun launch(
            TestControlPlane plane, String type, String name, String... more) {
        new TestCloud(plane).limitCapacity(type, 3);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "launch",
                                "--count",
                                "8",
                                "--instance-type",
                                type,
                                "--job-array-name",
                                name,
                                "--ttl",
                                "10m",
                                "--barrier-timeout",
                                "20s"));
        command.addAll(List.of(more));
        return plane.spawn(command.toArray(String[]::new));
    }
}

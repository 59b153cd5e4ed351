package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Launches of eight members on a cloud with capacity for three. */
class CapacityIT {
    private static final TestControlPlane PLANE = TestControlPlane.started("--capacity", "3");

    @AfterAll
    static void end() {
        PLANE.close();
    }

    @Test
    void terminatesAllMembersWhenTheBarrierFails() {
        ProgramRun run = launch("whole", "--barrier", "--command", "sleep 300");

        assertThat(run.exit()).as(run.toString()).isEqualTo(5);
        String table = PLANE.run("status", "whole").out();
        assertThat(table).contains("InsufficientInstanceCapacity");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(
                        () -> {
                            assertThat(PLANE.liveInstances()).isEmpty();
                            assertThat(PLANE.processesInInstances()).isEmpty();
                        });
    }

    @Test
    void runsLaunchedMembersWithoutBarrier() {
        ProgramRun run =
                launch("some", "--command", "sleep 5", "--wait", "--on-complete", "terminate");

        assertThat(run.exit()).as(run.toString()).isEqualTo(4);
        List<String> ends = new ArrayList<>();
        for (JsonNode member : PLANE.json("status", "some").path("members")) {
            ends.add(member.path("exit_status").asText());
        }
        String missing = "LAUNCH_FAILED:InsufficientInstanceCapacity";
        assertThat(ends)
                .containsExactlyInAnyOrder(
                        "EXIT_0", "EXIT_0", "EXIT_0", missing, missing, missing, missing, missing);
    }

    private static ProgramRun launch(String name, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "launch",
                                "--count",
                                "8",
                                "--job-array-name",
                                name,
                                "--ttl",
                                "10m",
                                "--barrier-timeout",
                                "20s"));
        command.addAll(List.of(more));
        return PLANE.spawn(command.toArray(String[]::new));
    }
}

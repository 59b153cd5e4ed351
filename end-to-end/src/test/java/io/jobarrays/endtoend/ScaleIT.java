package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verbs scale, replace and retry on running arrays. */
@ExtendWith(SharedControlPlane.class)
class ScaleIT {
    private static final String WORK =
            "echo size $JOB_ARRAY_SIZE attempt $JOB_ARRAY_ATTEMPT; until [ -e /tmp/end ]; do sleep 0.2; done";

    @Test
    void scalesARunningArrayUpAndDown(TestControlPlane plane) {
        try (TestArray fleet = TestArray.launch(plane, "elastic", 4, "--command", WORK)) {
            fleet.untilStarted(3, "size 4");

            plane.run("scale", "elastic", "8");
            fleet.untilStarted(7, "size 8");
            untilKnown(plane, fleet, 8);
            assertThat(fleet.log(0)).doesNotContain("size 8");

            plane.run("scale", "elastic", "3", "--yes");
            fleet.until(TestControlPlane.CONDITION_TIMEOUT, it -> it.members().size() == 3);
            untilKnown(plane, fleet, 3);

            plane.run("connect", "elastic[0-2]", "--", "touch /tmp/end");
            fleet.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
        }
    }

    @Test
    void replacedAndRetriedMembersKeepIndexAndName(TestControlPlane plane) {
        String work =
                "echo attempt $JOB_ARRAY_ATTEMPT; [ $JOB_ARRAY_INDEX != 1 ] || exit $((4 - JOB_ARRAY_ATTEMPT))";
        try (TestArray fleet = TestArray.launch(plane, "again", 3, "--command", work)) {
            fleet.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it ->
                            it.fieldOfEachMember("exit_status")
                                    .equals(List.of("EXIT_0", "EXIT_3", "EXIT_0")));
            String machine = fleet.instance(1);

            plane.run("retry", "again", "--failed");
            fleet.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it ->
                            it.fieldOfEachMember("exit_status")
                                    .equals(List.of("EXIT_0", "EXIT_2", "EXIT_0")));
            assertThat(fleet.instance(1)).isEqualTo(machine);

            plane.run("replace", "again-1", "--yes");
            fleet.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it ->
                            it.fieldOfEachMember("exit_status")
                                    .equals(List.of("EXIT_0", "EXIT_1", "EXIT_0")));
            JsonNode replaced = fleet.member(1);
            assertThat(replaced.path("instance_id").asText()).isNotEqualTo(machine);
            assertThat(replaced.path("name").asText()).isEqualTo("again-1");
            assertThat(fleet.fieldOfEachMember("attempt")).containsExactly("1", "3", "1");
        }
    }

    @Test
    void retriesAFailedMemberAsOftenAsRequested(TestControlPlane plane) {
        String work = "[ $JOB_ARRAY_ATTEMPT -ge 3 ] || exit 5";
        try (TestArray fleet =
                TestArray.launch(plane, "stubborn", 2, "--retries", "2", "--command", work)) {
            fleet.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            assertThat(fleet.fieldOfEachMember("attempt")).containsOnly("3");
        }
    }

    /** Waits until peers and DNS show {@code size} members. */
    private static void untilKnown(TestControlPlane plane, TestArray fleet, int size) {
        Map<String, String> env = plane.env();
        String[] dns = env.getOrDefault("SPAWN_DNS", "").split(":", 2);
        fleet.until(
                TestControlPlane.CONDITION_TIMEOUT,
                it ->
                        it.runOn(0, "jq length /etc/spawn/job-array-peers.json")
                                        .strip()
                                        .equals("" + size)
                                && addresses(plane, dns) == size);
    }

    private static long addresses(TestControlPlane plane, String[] dns) {
        ProgramRun dig =
                plane.runProgram(
                        Map.of(),
                        "dig",
                        "@" + dns[0],
                        "-p",
                        dns[1],
                        "+short",
                        "elastic.5k0zfnmq.spore.host");
        return dig.out().lines().filter(line -> !line.isBlank()).count();
    }
}

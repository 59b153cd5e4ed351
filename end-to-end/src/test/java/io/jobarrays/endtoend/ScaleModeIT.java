package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Arrays of instances in scale mode, which have no process trees. */
@ExtendWith(SharedControlPlane.class)
class ScaleModeIT {
    private static final String TYPE = "scale.nano";

    private static final String WORK =
            "read /etc/spawn/job-array-peers.json; on 3: exit 7; on 5 attempt 1: kill TERM; echo begun; forever";

    @Test
    void membersRunTheirStatementsAndSurviveAStop(TestControlPlane plane) throws Exception {
        List<String> instances;
        try (TestArray many =
                launch(
                        plane,
                        "many",
                        20,
                        "--barrier",
                        "--on-member-failure",
                        "continue",
                        "--command",
                        WORK)) {
            instances = many.fieldOfEachMember("instance_id");
            many.until(TestControlPlane.CONDITION_TIMEOUT, it -> exit(it, 3).equals("EXIT_7"));
            many.until(TestControlPlane.CONDITION_TIMEOUT, it -> exit(it, 5).equals("SIGNAL_15"));
            many.untilStarted(0, "begun");
            many.untilStarted(19, "begun");
            assertThat(many.log(19)).isEqualTo(many.log(0)).contains("bytes, SHA-256");
            assertThat(machineDirectories(plane)).containsAll(instances);

            plane.run("stop", "many", "--yes");
            many.untilEach(TestControlPlane.CONDITION_TIMEOUT, "state", "stopped");
            plane.run("start", "many");
            many.untilEach(TestControlPlane.CONDITION_TIMEOUT, "state", "running");
            many.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.log(5).contains("begun") && it.log(0).split("begun", -1).length == 3);
        }
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(
                        () ->
                                assertThat(machineDirectories(plane))
                                        .doesNotContainAnyElementsOf(instances));
    }

    @Test
    void peersAreNotWrittenWhileEtcIsReadOnly(TestControlPlane plane) {
        TestCloud cloud = new TestCloud(plane);
        try (TestCloud.Fault _ =
                        cloud.setFault(
                                "{\"kind\":\"etc-read-only\",\"tag\":\"spawn:job-array-name=readonly\"}");
                TestArray array =
                        launch(
                                plane,
                                "readonly",
                                1,
                                "--command",
                                "sleep 5s; read /etc/spawn/job-array-peers.json")) {
            array.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_1");

            assertThat(array.log(0)).contains("job-array-peers.json");
            assertThat(cloud.events(array.instance(0))).contains("etc-read-only");
        }
    }

    @Test
    void commandOutsideOfTheLanguageIsNotStarted(TestControlPlane plane) {
        try (TestArray array = launch(plane, "shell", 1, "--command", "hostname -f")) {
            array.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "NOT_STARTED");

            assertThat(plane.run("status", "shell").out())
                    .contains("scale mode has no statement \"hostname -f\"");
        }
    }

    /** Two cores run it in some minutes. */
    @Test
    @Tag("campaign")
    void aThousandMembersReachTheirPeersAndEnd() {
        try (TestControlPlane plane = TestControlPlane.inScaleMode(Map.of());
                TestArray thousand =
                        TestArray.launch(
                                plane,
                                "thousand",
                                1_000,
                                "--barrier",
                                "--barrier-timeout",
                                "15m",
                                "--command",
                                "read /etc/spawn/job-array-peers.json; on 0-9: exit 4; sleep 1s")) {
            thousand.until(
                    Duration.ofMinutes(20),
                    it -> it.fieldOfEachMember("phase").stream().allMatch("ended"::equals));

            assertThat(thousand.fieldOfEachMember("exit_status"))
                    .filteredOn("EXIT_4"::equals)
                    .hasSize(10);
            assertThat(thousand.fieldOfEachMember("exit_status"))
                    .filteredOn("EXIT_0"::equals)
                    .hasSize(990);
            assertThat(thousand.log(999)).isEqualTo(thousand.log(10));
        }
    }

    private static TestArray launch(
            TestControlPlane plane, String name, int size, String... flags) {
        List<String> all = new ArrayList<>(List.of("--instance-type", TYPE));
        all.addAll(List.of(flags));
        return TestArray.launch(plane, name, size, all.toArray(String[]::new));
    }

    private static String exit(TestArray array, int index) {
        return array.member(index).path("exit_status").asText();
    }

    private static List<String> machineDirectories(TestControlPlane plane) throws Exception {
        Path machines = plane.state().resolve("cloud/scale");
        try (Stream<Path> directories = Files.list(machines)) {
            return directories.map(it -> it.getFileName().toString()).toList();
        }
    }
}

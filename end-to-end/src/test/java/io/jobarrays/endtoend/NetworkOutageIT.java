package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Outages of the network: between all agents and the server, and of single machines. */
@Order(1)
class NetworkOutageIT {
    private static final String FINISHED = "begun\nfinished\n";

    /** A silent member ends 14 s after its last message. */
    private static final Map<String, String> SHORT_SILENCE =
            Map.of(
                    "SPAWN_AGENT_SILENCE_NOTED_AFTER",
                    "2s",
                    "SPAWN_AGENT_SILENCE_CHECK_AFTER",
                    "4s",
                    "SPAWN_AGENT_SILENCE_END_AFTER_CHECK",
                    "10s",
                    "QUARKUS_WEBSOCKETS_NEXT_SERVER_AUTO_PING_INTERVAL",
                    "1s");

    private static TestControlPlane plane;

    @BeforeAll
    static void start() {
        plane = TestControlPlane.started(SHORT_SILENCE);
    }

    @AfterAll
    static void stop() {
        if (plane != null) {
            plane.close();
        }
    }

    /** The first instance is impaired; its agent returns before the instance is terminated. */
    @Test
    void ec2IsAskedBeforeASilentMemberEnds() {
        TestCloud cloud = new TestCloud(plane);
        try (TestCloud.Fault _ = cloud.setFault("{\"kind\":\"status-impaired\",\"count\":1}");
                TestArray impaired = launch("impaired", 1);
                TestArray lone = launch("lone", 2)) {
            List<String> silent = List.of(impaired.instance(0), lone.instance(0));
            silent.forEach(id -> cloud.setNetworkUp(id, false));

            impaired.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "AGENT_SILENT");
            assertThat(impaired.member(0).path("reason").asText())
                    .endsWith("EC2 finds its instance impaired");
            assertThat(impaired.fieldOfEachMember("state")).containsOnly("running");
            assertThat(lone.fieldOfEachMember("exit_status")).containsOnly("null");

            cloud.setNetworkUp(silent.getFirst(), true);
            impaired.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_5");
            lone.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.member(0).path("state").asText().equals("terminated"));
            lone.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it ->
                            it.fieldOfEachMember("exit_status")
                                    .equals(List.of("AGENT_SILENT", "EXIT_5")));
            assertThat(lone.fieldOfEachMember("state")).containsExactly("terminated", "running");
        }
    }

    @Test
    void nothingEndsWhileManyAgentsAreSilent() throws Exception {
        outage(plane, 6, 2, Duration.ofSeconds(20));
    }

    @Test
    @Tag("campaign")
    void fiftyMembersSurviveTenMinutesWithoutNetwork() throws Exception {
        try (TestControlPlane patient = TestControlPlane.started()) {
            outage(patient, 50, 20, Duration.ofMinutes(10));
        }
    }

    /**
     * @param finishing number of members whose work ends during the outage
     */
    private static void outage(TestControlPlane plane, int size, int finishing, Duration length)
            throws Exception {
        long seconds = length.toSeconds();
        String work =
                "echo begun; on 0-%d: sleep %ds; on 0-%d: echo finished; on 0-%d: exit 7; sleep %ds; echo finished"
                        .formatted(
                                finishing - 1,
                                seconds / 2,
                                finishing - 1,
                                finishing - 1,
                                seconds + size / 5 + 5);
        try (TestArray array =
                TestArray.launch(
                        plane, "cut", size, "--instance-type", "scale.nano", "--command", work)) {
            array.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.log(size - 1).contains("begun") && it.log(0).contains("begun"));
            List<String> instances = array.fieldOfEachMember("instance_id");
            TestCloud cloud = new TestCloud(plane);

            instances.forEach(id -> cloud.setNetworkUp(id, false));
            await().atMost(length.plus(TestControlPlane.CONDITION_TIMEOUT))
                    .pollDelay(length)
                    .pollInterval(1, TimeUnit.SECONDS)
                    .untilAsserted(
                            () ->
                                    assertThat(array.fieldOfEachMember("exit_status"))
                                            .containsOnly("null"));
            assertThat(Files.readString(plane.state().resolve("server.log")))
                    .containsPattern(
                            "ALARM: \\d+ of %d agents have sent no message".formatted(size));
            assertThat(array.fieldOfEachMember("reason"))
                    .allMatch(reason -> reason.endsWith("it is not ended meanwhile"));
            instances.forEach(id -> cloud.setNetworkUp(id, true));

            array.until(
                    length.plus(TestControlPlane.CONDITION_TIMEOUT),
                    it -> it.fieldOfEachMember("exit_status").stream().noneMatch("null"::equals));
            for (int index = 0; index < size; index++) {
                assertThat(array.member(index).path("exit_status").asText())
                        .isEqualTo(index < finishing ? "EXIT_7" : "EXIT_0");
                assertThat(array.log(index)).isEqualTo(FINISHED);
            }
            assertThat(array.fieldOfEachMember("instance_id")).isEqualTo(instances);
        }
    }

    private static TestArray launch(String name, int size) {
        return TestArray.launch(
                plane,
                name,
                size,
                "--instance-type",
                "scale.nano",
                "--on-complete",
                "keep",
                "--command",
                "echo begun; sleep 20s; exit 5");
    }
}

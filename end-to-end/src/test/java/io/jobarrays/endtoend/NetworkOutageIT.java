package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work, logs and exit codes survive an outage of the network between agents and the server. */
@Order(1)
class NetworkOutageIT {
    private static final String FINISHED = "begun\nfinished\n";

    /** A silent member would end ten seconds after its last message. */
    private static final Map<String, String> SHORT_SILENCE =
            Map.of(
                    "SPAWN_AGENT_SILENCE_NOTED_AFTER",
                    "3s",
                    "SPAWN_AGENT_SILENCE_CHECK_AFTER",
                    "6s",
                    "SPAWN_AGENT_SILENCE_END_AFTER_CHECK",
                    "4s",
                    "QUARKUS_WEBSOCKETS_NEXT_SERVER_AUTO_PING_INTERVAL",
                    "1s");

    @Test
    void nothingEndsWhileManyAgentsAreSilent() throws Exception {
        outage(SHORT_SILENCE, 6, 2, Duration.ofSeconds(16));
    }

    @Test
    @Tag("campaign")
    void fiftyMembersSurviveTenMinutesWithoutNetwork() throws Exception {
        outage(Map.of(), 50, 20, Duration.ofMinutes(10));
    }

    /**
     * @param finishing number of members whose work ends during the outage
     */
    private static void outage(
            Map<String, String> settings, int size, int finishing, Duration length)
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
        try (TestControlPlane plane = TestControlPlane.started(settings);
                TestArray array =
                        TestArray.launch(
                                plane,
                                "cut",
                                size,
                                "--instance-type",
                                "scale.nano",
                                "--command",
                                work)) {
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
}

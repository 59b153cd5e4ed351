package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Single agents that fall silent while the others are heard. */
@Order(1)
class SilentMemberIT {
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

    /** The first instance is impaired; its agent returns before the instance is terminated. */
    @Test
    void ec2IsAskedBeforeASilentMemberEnds() {
        try (TestControlPlane plane = TestControlPlane.started(SHORT_SILENCE)) {
            TestCloud cloud = new TestCloud(plane);
            try (TestCloud.Fault _ = cloud.setFault("{\"kind\":\"status-impaired\",\"count\":1}");
                    TestArray impaired = launch(plane, "impaired", 1);
                    TestArray lone = launch(plane, "lone", 2)) {
                List<String> silent = List.of(impaired.instance(0), lone.instance(0));
                silent.forEach(id -> cloud.setNetworkUp(id, false));

                impaired.untilEach(
                        TestControlPlane.CONDITION_TIMEOUT, "exit_status", "AGENT_SILENT");
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
                assertThat(lone.fieldOfEachMember("state"))
                        .containsExactly("terminated", "running");
            }
        }
    }

    private static TestArray launch(TestControlPlane plane, String name, int size) {
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

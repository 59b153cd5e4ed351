package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several stages on the machines of the first one. */
@ExtendWith(SharedControlPlane.class)
class MachinesIT {
    @Test
    void threeCommandsRunOnTheSameInstances(TestControlPlane plane) throws Exception {
        String id = submit(plane, "three-commands", "echo first", 3);
        awaitState(plane, id, "COMPLETED");

        List<String> first = instances(plane, id, "first");
        assertThat(first).hasSize(3).doesNotHaveDuplicates();
        assertThat(instances(plane, id, "second")).isEqualTo(first);
        assertThat(instances(plane, id, "third")).isEqualTo(first.subList(0, 2));
        assertThat(plane.run("logs", array(plane, id, "second")).out()).contains("second");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(plane.liveInstances()).isEmpty());
        for (String stage : List.of("first", "second", "third")) {
            assertThat(members(plane, id, stage))
                    .allSatisfy(
                            member ->
                                    assertThat(member.path("exit_status").asText())
                                            .isEqualTo("EXIT_0"));
        }
        assertThat(members(plane, id, "second").get(2).path("name").asText()).isEqualTo("first-2");
        assertThat(members(plane, id, "first").get(0).path("state").asText())
                .isEqualTo("handed-over");
    }

    @Test
    void launchesAnotherMachineForOneThatIsGone(TestControlPlane plane) throws Exception {
        RequiredTools.require("aws");
        String id = submit(plane, "gone-machine", "on 1: sleep 15s; echo first", 2);
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> ends(plane, id, "first").equals("EXIT_0 null "));
        List<String> first = instances(plane, id, "first");

        AwsCli.of(plane).run("ec2", "terminate-instances", "--instance-ids", first.get(0));
        awaitState(plane, id, "COMPLETED");

        List<String> second = instances(plane, id, "second");
        assertThat(second.get(0)).isNotEqualTo(first.get(0));
        assertThat(second.get(1)).isEqualTo(first.get(1));
        assertThat(events(plane, array(plane, id, "second")))
                .contains(
                        "[0]: no machine is left of the stage before; others are launched, without its files");
    }

    private static String submit(TestControlPlane plane, String name, String command, int count)
            throws Exception {
        Path xml = plane.files(name).resolveSibling(name + ".xml");
        Files.writeString(
                xml,
                """
                <job id="%s" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
                  <step id="first" next="second">
                    <properties>
                      <property name="count" value="%d"/>
                      <property name="instance-type" value="scale.nano"/>
                      <property name="command" value="%s"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                  <step id="second" next="third">
                    <properties>
                      <property name="machines" value="first"/>
                      <property name="command" value="echo second"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                  <step id="third">
                    <properties>
                      <property name="machines" value="first"/>
                      <property name="count" value="2"/>
                      <property name="command" value="echo third"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                </job>
                """
                        .formatted(name, count, command));
        return plane.json("submit", "" + xml).path("id").asText();
    }

    private static String events(TestControlPlane plane, String array) {
        Map<String, String> env = plane.env();
        return plane.runProgram(
                        Map.of(),
                        "curl",
                        "-sNm2",
                        "-H",
                        "Authorization: Bearer " + env.get("SPAWN_TOKEN"),
                        env.get("SPAWN_URL") + "/api/v1/arrays/" + array + "/events")
                .out();
    }

    private static void awaitState(TestControlPlane plane, String execution, String state) {
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(
                        () ->
                                plane.api()
                                        .json("/executions/" + execution)
                                        .path("state")
                                        .asText()
                                        .equals(state));
    }

    private static String ends(TestControlPlane plane, String execution, String stage) {
        StringBuilder ends = new StringBuilder();
        members(plane, execution, stage)
                .forEach(member -> ends.append(member.path("exit_status").asText()).append(' '));
        return ends.toString();
    }

    private static List<String> instances(TestControlPlane plane, String execution, String stage) {
        return members(plane, execution, stage).stream()
                .map(member -> member.path("instance_id").asText())
                .toList();
    }

    private static List<JsonNode> members(TestControlPlane plane, String execution, String stage) {
        String array = array(plane, execution, stage);
        List<JsonNode> members = new ArrayList<>();
        if (!array.isEmpty()) {
            plane.api().json("/arrays/" + array).path("members").forEach(members::add);
        }
        return members;
    }

    private static String array(TestControlPlane plane, String execution, String stage) {
        for (JsonNode one : plane.api().json("/executions/" + execution).path("stages")) {
            if (one.path("id").asText().equals(stage)) {
                return one.path("array_id").asText("");
            }
        }
        return "";
    }
}

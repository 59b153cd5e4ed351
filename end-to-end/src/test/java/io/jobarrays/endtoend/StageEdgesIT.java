package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stages of two flows, of which one waits for indexes of the other. */
@ExtendWith(SharedControlPlane.class)
class StageEdgesIT {
    private static final String CHAIN =
            """
            <job id="element-wise" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <split id="both">
                <flow id="frames">
                  <step id="render">
                    <properties>
                      <property name="count" value="4"/>
                      <property name="instance-type" value="scale.nano"/>
                      <property name="command" value="on 3: sleep 900s; echo rendered"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                </flow>
                <flow id="films">
                  <step id="encode">
                    <properties>
                      <property name="count" value="4"/>
                      <property name="instance-type" value="scale.nano"/>
                      <property name="after" value="render[index]"/>
                      <property name="command" value="echo encoded"/>
                    </properties>
                    <batchlet ref="array"/>
                  </step>
                </flow>
              </split>
            </job>
            """;

    @Test
    void eachIndexBeginsWhenItsOwnHasSucceeded(TestControlPlane plane) throws Exception {
        Path xml = plane.files("element-wise").resolveSibling("element-wise.xml");
        Files.writeString(xml, CHAIN);
        JsonNode submitted = plane.json("submit", "" + xml);
        String id = submitted.path("id").asText();

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> ends(plane, id, "encode").equals("EXIT_0 EXIT_0 EXIT_0 null "));
        assertThat(ends(plane, id, "render")).isEqualTo("EXIT_0 EXIT_0 EXIT_0 null ");
        assertThat(member(plane, id, "encode", 3).path("reason").asText())
                .isEqualTo("its work waits, after render[index]");

        plane.run("terminate", array(plane, id, "render") + "[3]", "--yes");

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(
                        () ->
                                plane.api()
                                        .json("/executions/" + id)
                                        .path("state")
                                        .asText()
                                        .equals("FAILED"));
        JsonNode last = member(plane, id, "encode", 3);
        assertThat(last.path("exit_status").asText()).isEqualTo("NOT_STARTED");
        assertThat(last.path("reason").asText())
                .isEqualTo("after render[3], which ended with STOPPED");
        assertThat(plane.liveInstances("render")).isEmpty();
        assertThat(plane.liveInstances("encode")).isEmpty();
    }

    private static String ends(TestControlPlane plane, String execution, String stage) {
        String array = array(plane, execution, stage);
        if (array.isEmpty()) {
            return "";
        }
        StringBuilder ends = new StringBuilder();
        plane.api()
                .json("/arrays/" + array)
                .path("members")
                .forEach(member -> ends.append(member.path("exit_status").asText()).append(' '));
        return ends.toString();
    }

    private static JsonNode member(
            TestControlPlane plane, String execution, String stage, int index) {
        return plane.api()
                .json("/arrays/" + array(plane, execution, stage))
                .path("members")
                .get(index);
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

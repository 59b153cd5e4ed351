package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Server and local cloud killed while a pipeline runs; last of its control plane's classes. */
@Order(3)
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(RestartedControlPlane.class)
class SurvivalIT {
    private static final String PIPELINE =
            """
            <job id="survivor" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="first" next="second">
                <properties>
                  <property name="count" value="3"/>
                  <property name="barrier" value="true"/>
                  <property name="command" value="echo began; until [ -e /tmp/end ]; do sleep 0.2; done; echo ended"/>
                  <property name="ttl" value="30m"/>
                </properties>
                <batchlet ref="array"/>
              </step>
              <step id="second">
                <properties>
                  <property name="command" value="sleep 300"/>
                  <property name="ttl" value="30m"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """;

    @Test
    void workSurvivesTheServerAndEndsWithTheCloud(TestControlPlane plane) throws Exception {
        Path xml = plane.files("survivor").resolve("survivor.xml");
        Files.writeString(xml, PIPELINE);
        ProgramRun.Going follower = plane.begin("submit", "" + xml, "--wait");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> log(plane, 2).contains("began"));

        tellsItsClientsAtItsEnd(plane);
        plane.run("up");
        plane.killServer();
        plane.run("up");

        assertThat(plane.liveInstances()).hasSize(3);
        String[] end = {"connect", "first[0-2]", "--", "touch /tmp/end"};
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> plane.spawn(end).exit() == 0);
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> stage(plane, 0).path("exit_status").asText(), "ALL_OK"::equals);
        assertThat(log(plane, 0)).containsOnlyOnce("began").containsOnlyOnce("ended");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(
                        () ->
                                !plane.processesInInstances().isEmpty()
                                        && plane.liveInstances().size() == 1);
        SortedMap<Long, String> instances = plane.processesInInstances();

        follower.process().destroyForcibly();
        kill(plane.stateFile("cloud/cloud.json"));

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(ProcessList.alive(instances.keySet())).isEmpty());
    }

    /** With agents, a session and a follower connected. */
    private static void tellsItsClientsAtItsEnd(TestControlPlane plane) throws Exception {
        ProgramRun.Going session = plane.begin("connect", "first-0", "--", "echo open; sleep 300");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> Files.readString(session.outFile()).contains("open"));
        ProcessHandle server = plane.server().orElseThrow();

        server.destroy();
        server.onExit().get(1, TimeUnit.MINUTES);

        assertThat(session.end(Duration.ofSeconds(30)).err())
                .contains("closed with 1012 the control plane ends; connect again");
    }

    private static String log(TestControlPlane plane, int index) {
        return plane.api().text("/arrays/first/logs/" + index).orElse("");
    }

    private static JsonNode stage(TestControlPlane plane, int number) {
        return plane.api().json("/executions").get(0).path("stages").get(number);
    }

    private static void kill(JsonNode program) throws Exception {
        ProcessHandle process = ProcessHandle.of(program.path("pid").asLong()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
    }
}

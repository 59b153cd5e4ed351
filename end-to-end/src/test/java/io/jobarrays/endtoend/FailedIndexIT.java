package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One index of ten fails: the chain stops with the reason, and a restart with corrected files
 * repeats that index only.
 */
@ExtendWith(SharedControlPlane.class)
class FailedIndexIT {
    private static final String CHAIN =
            """
            <job id="fails-once" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="prepare" next="combine">
                <properties>
                  <property name="count" value="10"/>
                  <property name="command" value="sh prepare.sh"/>
                  <property name="collect" value="part-*"/>
                  <property name="ttl" value="30m"/>
                </properties>
                <batchlet ref="array"/>
              </step>
              <step id="combine">
                <properties>
                  <property name="count" value="2"/>
                  <property name="inputs" value="prepare"/>
                  <property name="command" value="cat inputs/prepare/*/part-*"/>
                  <property name="ttl" value="30m"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """;

    private static final String PREPARE =
            """
            if [ "$JOB_ARRAY_INDEX" = 3 ]; then
                echo "index 3 gives up"
                exit 7
            fi
            echo "index $JOB_ARRAY_INDEX, attempt $JOB_ARRAY_ATTEMPT" | tee "part-$JOB_ARRAY_INDEX"
            """;

    @Test
    void restartRunsOnlyTheFailedIndexAndTheNextStage(TestControlPlane plane) throws Exception {
        Path files = plane.files("fails-once");
        Files.writeString(files.resolve("prepare.sh"), PREPARE);
        Path xml = files.resolveSibling("fails-once.xml");
        Files.writeString(xml, CHAIN);

        ProgramRun failed = plane.spawn("submit", "" + xml, "--files", "" + files, "--wait");

        assertThat(failed.exit()).as(failed.toString()).isEqualTo(1);
        JsonNode execution = plane.json("executions", "list", "--definition", "fails-once").get(0);
        String id = execution.path("id").asText();
        assertThat(execution.path("state").asText()).isEqualTo("FAILED");
        JsonNode prepare = execution.path("stages").get(0);
        assertThat(prepare.path("exit_status").asText()).isEqualTo("FAILED_1_OF_10");
        assertThat(prepare.path("failed").asText()).isEqualTo("3");
        assertThat(execution.path("stages").get(1).path("array_id").asText("")).isEmpty();
        assertThat(member(plane, prepare, 3).path("exit_status").asText()).isEqualTo("EXIT_7");
        assertThat(plane.liveInstances("prepare")).isEmpty();
        assertThat(plane.run("logs", "prepare-3").out()).contains("index 3 gives up");
        String ended = prepare.path("array_id").asText();
        assertThat(plane.api().json("/arrays/" + ended + "/peers")).hasSize(10);

        Files.writeString(
                files.resolve("prepare.sh"), PREPARE.substring(PREPARE.indexOf("echo \"index $")));
        plane.run("executions", "restart", id, "--files", "" + files);

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(
                        () ->
                                state(plane, id).equals("COMPLETED")
                                        && plane.liveInstances("prepare").isEmpty()
                                        && plane.liveInstances("combine").isEmpty());
        JsonNode again = plane.json("executions", "show", id);
        JsonNode restarted = again.path("stages").get(0);
        assertThat(restarted.path("exit_status").asText()).isEqualTo("ALL_OK");
        assertThat(member(plane, restarted, 3).path("attempt").asInt()).isEqualTo(2);
        assertThat(member(plane, restarted, 2).path("attempt").asInt()).isEqualTo(1);
        assertThat(plane.run("logs", "prepare-2").out()).containsOnlyOnce("index 2, attempt 1");
        assertThat(plane.run("logs", "prepare-3").out())
                .contains("index 3 gives up", "index 3, attempt 2");
        assertThat(plane.run("logs", "combine-0").out())
                .contains("index 0, attempt 1", "index 3, attempt 2", "index 9, attempt 1");
    }

    private static JsonNode member(TestControlPlane plane, JsonNode stage, int index) {
        return plane.api()
                .json("/arrays/" + stage.path("array_id").asText())
                .path("members")
                .get(index);
    }

    private static String state(TestControlPlane plane, String id) {
        return plane.api().json("/executions/" + id).path("state").asText();
    }
}

package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The job of {@code batch-jobs/checkpoints.xml}, while EC2 reclaims one of its machines. */
@ExtendWith(SharedControlPlane.class)
class CheckpointIT {
    private static final Path XML = PipelineFiles.DIRECTORY.resolve("checkpoints.xml");
    private static final int STEPS = 300;

    @Test
    void workContinuesOnItsNextMachineWhereItWas(TestControlPlane plane) throws Exception {
        String id =
                plane.json(
                                "submit",
                                "" + XML,
                                "--files",
                                "" + PipelineFiles.files(XML),
                                "--param",
                                "steps=" + STEPS)
                        .path("id")
                        .asText();
        TestArray terms = new TestArray(plane, awaitArray(plane, id));
        terms.untilStarted(1, "step 20\n");
        String lost = terms.instance(1);

        new TestCloud(plane).interrupt(lost, "12s");

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> !state(plane, id).equals("STARTED"));
        assertThat(state(plane, id)).isEqualTo("COMPLETED");
        assertThat(terms.instance(1)).isNotEqualTo(lost);
        assertThat(terms.fieldOfEachMember("attempt")).containsExactly("1", "2");
        Path home = plane.files("checkpoints");
        plane.run("outputs", id, "-d", "" + home);
        assertThat(began(home, 0)).containsExactly(0);
        List<Integer> began = began(home, 1);
        assertThat(began).hasSize(2).startsWith(0);
        assertThat(began.getLast()).isBetween(20, STEPS - 1);
        assertThat(terms.log(1)).contains("attempt 2 begins at step " + began.getLast());
        JsonNode sum = json(home, "pi.json");
        assertThat(sum.path("steps").asInt()).isEqualTo(2 * STEPS);
        assertThat(sum.path("error").asDouble()).isLessThan(1e-4);
    }

    private static String awaitArray(TestControlPlane plane, String execution) {
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(
                        () ->
                                !stage(plane, execution)
                                        .path("array_id")
                                        .asText("null")
                                        .equals("null"));
        return stage(plane, execution).path("array_id").asText();
    }

    private static JsonNode stage(TestControlPlane plane, String execution) {
        return plane.api().json("/executions/" + execution).path("stages").get(0);
    }

    private static String state(TestControlPlane plane, String execution) {
        return plane.api().json("/executions/" + execution).path("state").asText();
    }

    /** Steps at which the attempts of an index began. */
    private static List<Integer> began(Path home, int index) throws IOException {
        List<Integer> steps = new ArrayList<>();
        json(home, "part-%d.json".formatted(index))
                .path("began_at")
                .forEach(step -> steps.add(step.asInt()));
        return steps;
    }

    private static JsonNode json(Path home, String name) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Path file = files.filter(one -> one.endsWith(name)).findFirst().orElseThrow();
            return new ObjectMapper().readTree(file.toFile());
        }
    }
}

package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the metrics before and after a pipeline with what its execution shows. */
record PipelineMetrics(TestControlPlane plane, MetricsScrape before) {
    static PipelineMetrics begin(TestControlPlane plane) {
        return new PipelineMetrics(
                plane, plane.server().isPresent() ? MetricsScrape.of(plane) : MetricsScrape.NONE);
    }

    /** The pipeline is the only work of the control plane, and every attempt succeeded. */
    void assertAddUp(JsonNode execution) throws IOException {
        int stages = execution.path("stages").size();
        Set<String> borrowing = stagesOnMachinesOfOthers(execution);
        int members = 0;
        int launched = 0;
        for (JsonNode stage : execution.path("stages")) {
            int size = stage.path("size").asInt();
            members += size;
            launched += borrowing.contains(stage.path("id").asText()) ? 0 : size;
        }
        MetricsScrape after = awaitDrained(stages);

        assertThat(after.since(before, "spawn_launch_seconds_count")).isEqualTo(launched);
        assertThat(after.since(before, "spawn_attempts_ended_total")).isEqualTo(members);
        assertThat(after.since(before, "spawn_attempts_ended_total", "exit=\"succeeded\""))
                .isEqualTo(members);
        assertThat(after.since(before, "spawn_stages_ended_total", "outcome=\"all_ok\""))
                .isEqualTo(stages);
        assertThat(after.since(before, "spawn_executions_ended_total", "state=\"completed\""))
                .isEqualTo(1);
        // Stages that begin with the execution follow no other one.
        assertThat(after.since(before, "spawn_handover_seconds_count"))
                .isBetween(followsAStage(execution) ? 1.0 : 0.0, stages - 1.0);
        assertThat(after.since(before, "spawn_drain_seconds_count"))
                .isBetween((double) stages - borrowing.size(), (double) stages);
        assertThat(after.since(before, "spawn_barrier_seconds_count"))
                .isGreaterThanOrEqualTo(stages);
        assertThat(
                        after.since(
                                before,
                                "spawn_aws_calls_seconds_count",
                                "operation=\"RunInstances\"",
                                "result=\"ok\""))
                .isEqualTo(stages - borrowing.size());
        assertBytes(execution.path("id").asText(), after);
    }

    /** Whether a stage of the job follows another one. */
    private static boolean followsAStage(JsonNode execution) throws IOException {
        return xml(execution).contains(" next=\"");
    }

    private static Set<String> stagesOnMachinesOfOthers(JsonNode execution) throws IOException {
        Set<String> stages = new HashSet<>();
        for (String step : xml(execution).split("<step id=\"", -1)) {
            if (step.contains("name=\"machines\"")) {
                stages.add(step.substring(0, step.indexOf('"')));
            }
        }
        return stages;
    }

    private static String xml(JsonNode execution) throws IOException {
        String file = execution.path("definition").asText() + ".xml";
        return Files.readString(PipelineFiles.DIRECTORY.resolve(file));
    }

    private void assertBytes(String execution, MetricsScrape after) throws IOException {
        double outputs = 0;
        for (JsonNode output : plane.api().json("/executions/" + execution + "/outputs")) {
            outputs += output.path("bytes").asDouble();
        }
        assertThat(after.since(before, "spawn_outputs_stored_bytes_total")).isEqualTo(outputs);
        assertThat(after.sum("spawn_bundles_stored_bytes_total")).isEqualTo(bytes("blobs/bundles"));
        assertThat(after.sum("spawn_logs_stored_bytes_total")).isEqualTo(bytes("logs"));
        assertThat(after.sum("spawn_logs_dropped_lines_total")).isZero();
    }

    /** Arrays end some time after their execution, and gauges of rows are read every 5 s. */
    private MetricsScrape awaitDrained(int stages) {
        return await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(
                        () -> MetricsScrape.of(plane),
                        now ->
                                now.since(before, "spawn_arrays_ended_total", "\"all_ok\"")
                                                == stages
                                        && now.sum("spawn_arrays") == 0
                                        && now.sum("spawn_members") == 0
                                        && now.sum("spawn_executions") == 0
                                        && now.sum("spawn_instances") == 0
                                        && now.sum("spawn_cost_per_hour_usd") == 0);
    }

    private double bytes(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(plane.state().resolve(directory))) {
            return files.filter(Files::isRegularFile).mapToDouble(it -> it.toFile().length()).sum();
        }
    }
}

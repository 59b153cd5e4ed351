package io.jobarrays.endtoend;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the metrics before and after a pipeline with what its execution shows. */
record PipelineMetrics(TestControlPlane plane, MetricsScrape before) {
    static PipelineMetrics begin(TestControlPlane plane) {
        return new PipelineMetrics(
                plane, plane.server().isPresent() ? MetricsScrape.of(plane) : MetricsScrape.NONE);
    }

    /** The pipeline is the only work of the control plane. */
    void assertAddUp(JsonNode execution, PipelineResults expected) throws IOException {
        List<JsonNode> ran = execution.path("stages").valueStream().filter(expected::runs).toList();
        int stages = ran.size();
        Set<String> borrowing = stagesWith("name=\"machines\"", execution, ran);
        Set<String> withBarrier = stagesWith("name=\"barrier\" value=\"true\"", execution, ran);
        MetricsScrape after = awaitDrained(stages);

        assertAttempts(ran, expected, borrowing, after);
        assertOutcomes(ran, expected, after);
        // Stages that begin with the execution follow no other one.
        assertThat(after.since(before, "spawn_handover_seconds_count"))
                .isBetween(followsAStage(execution) ? 1.0 : 0.0, stages - 1.0);
        assertThat(after.since(before, "spawn_drain_seconds_count"))
                .isBetween((double) stages - borrowing.size(), (double) stages);
        // Without barrier the work may end before the peers are published.
        assertThat(after.since(before, "spawn_barrier_seconds_count"))
                .isGreaterThanOrEqualTo(withBarrier.size());
        assertThat(
                        after.since(
                                before,
                                "spawn_aws_calls_seconds_count",
                                "operation=\"RunInstances\"",
                                "result=\"ok\""))
                .isEqualTo(stages - borrowing.size());
        assertBytes(execution.path("id").asText(), after);
    }

    private void assertAttempts(
            List<JsonNode> ran,
            PipelineResults expected,
            Set<String> borrowing,
            MetricsScrape after) {
        int members = 0;
        int launched = 0;
        int succeeded = 0;
        for (JsonNode stage : ran) {
            int size = stage.path("size").asInt();
            members += size;
            launched += borrowing.contains(stage.path("id").asText()) ? 0 : size;
            succeeded += expected.succeeded(stage);
        }
        assertThat(after.since(before, "spawn_launch_seconds_count")).isEqualTo(launched);
        assertThat(after.since(before, "spawn_attempts_ended_total"))
                .isEqualTo(members + expected.retries());
        assertThat(after.since(before, "spawn_attempts_ended_total", "exit=\"succeeded\""))
                .isEqualTo(succeeded);
        assertThat(after.since(before, "spawn_attempts_ended_total", "exit=\"ended_by_policy\""))
                .isEqualTo(expected.endedByPolicy());
    }

    private void assertOutcomes(List<JsonNode> ran, PipelineResults expected, MetricsScrape after) {
        Map<String, Long> outcomes =
                ran.stream().collect(groupingBy(expected::outcome, counting()));
        outcomes.forEach(
                (outcome, stages) -> {
                    String label = "outcome=\"" + outcome + "\"";
                    assertThat(after.since(before, "spawn_stages_ended_total", label))
                            .as(label)
                            .isEqualTo((double) stages);
                    assertThat(after.since(before, "spawn_arrays_ended_total", label))
                            .as(label)
                            .isEqualTo((double) stages);
                });
        assertThat(after.since(before, "spawn_stages_ended_total")).isEqualTo(ran.size());
        assertThat(after.since(before, "spawn_executions_ended_total", "state=\"completed\""))
                .isEqualTo(1);
    }

    /** Whether a stage of the job follows another one. */
    private static boolean followsAStage(JsonNode execution) throws IOException {
        return xml(execution).contains(" next=\"");
    }

    private static Set<String> stagesWith(String property, JsonNode execution, List<JsonNode> ran)
            throws IOException {
        Set<String> stages = new HashSet<>();
        for (String step : xml(execution).split("<step id=\"", -1)) {
            if (step.contains(property)) {
                stages.add(step.substring(0, step.indexOf('"')));
            }
        }
        stages.retainAll(ran.stream().map(stage -> stage.path("id").asText()).toList());
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
                                now.since(before, "spawn_arrays_ended_total") == stages
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

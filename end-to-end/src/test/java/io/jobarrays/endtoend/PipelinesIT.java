package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Submits each file in batch-jobs/; the first submission also starts the control plane. */
@Order(1)
@TestMethodOrder(OrderAnnotation.class)
class PipelinesIT {
    private static final TestControlPlane PLANE = TestControlPlane.notYetStarted();

    private static @Nullable PrometheusServer prometheus;

    /** Expected output files by pipeline. */
    private static final Map<String, Check> CHECKS =
            Map.of(
                    "preprocess-training", PipelinesIT::aModelOfAllRows,
                    "sweep", PipelinesIT::aResultOfEachIndex,
                    "parameter-search", PipelinesIT::theBestOfAllParameters,
                    "render-encode", PipelinesIT::everyFrameIsSmaller,
                    "checkpoints", PipelinesIT::piFromAllSteps,
                    "simulation", PipelinesIT::theHeatOfAllParts,
                    "mpi-ring", PipelinesIT::aMessageSignedByAll);

    private interface Check {
        void of(List<JsonNode> outputs);
    }

    static List<Path> pipelines() {
        return PipelineFiles.all();
    }

    /** Observes all pipelines but the first, which starts the control plane. */
    @BeforeEach
    void observe() throws IOException {
        if (prometheus == null
                && PLANE.server().isPresent()
                && RequiredTools.isInstalled("prometheus")) {
            prometheus = PrometheusServer.scraping(PLANE, PLANE.files("prometheus"));
        }
    }

    @AfterAll
    static void end() {
        if (prometheus != null) {
            prometheus.close();
        }
        PLANE.close();
    }

    @ParameterizedTest
    @Order(1)
    @MethodSource("pipelines")
    void completesAndLeavesNothingRunning(Path xml) throws Exception {
        String name = PipelineFiles.name(xml);
        Path home = PLANE.files(name);
        PipelineMetrics metrics = PipelineMetrics.begin(PLANE);

        ProgramRun run =
                PLANE.run("submit", "" + xml, "--files", "" + PipelineFiles.files(xml), "--watch");

        JsonNode execution = PLANE.json("executions", "list").get(0);
        String id = execution.path("id").asText();
        assertThat(execution.path("definition").asText()).isEqualTo(name);
        assertThat(execution.path("state").asText()).isEqualTo("COMPLETED");
        for (JsonNode stage : execution.path("stages")) {
            assertThat(run.err()).contains(stage.path("id").asText());
            assertThat(stage.path("exit_status").asText()).isEqualTo("ALL_OK");
        }
        PLANE.run("outputs", id, "-d", "" + home);
        Objects.requireNonNull(CHECKS.get(name), "say here what " + name + " brings home")
                .of(documents(home));
        assertThat(PLANE.liveInstances()).isEmpty();
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(PLANE.processesInInstances()).isEmpty());
        metrics.assertAddUp(execution);
    }

    @Test
    @Order(2)
    void tableJoinsParametersAndResultsOfASweep() throws Exception {
        String id =
                PLANE.json("executions", "list", "--definition", "parameter-search")
                        .get(0)
                        .path("id")
                        .asText();

        List<String> table =
                PLANE.run(
                                "outputs",
                                id,
                                "--stage",
                                "listed",
                                "--table",
                                "--sort",
                                "loss:desc",
                                "-o",
                                "csv")
                        .out()
                        .lines()
                        .toList();
        JsonNode rows =
                PLANE.json(
                        "outputs",
                        id,
                        "--stage",
                        "grid",
                        "--table",
                        "result.json",
                        "--sort",
                        "loss");

        assertThat(table.getFirst()).isEqualTo("index,exit_status,lr,epochs,note,loss,accuracy");
        assertThat(table.get(1)).startsWith("0,EXIT_0,0.01,100,\"slow, and sure\",0.");
        assertThat(table.get(3)).startsWith("2,EXIT_0,1.0,20,\"a \"\"bold\"\" step\",0.");
        assertThat(rows)
                .extracting(row -> row.path("lr").asText() + " " + row.path("epochs").asText())
                .first()
                .isEqualTo("0.5 200");
        JsonNode array =
                PLANE.json(
                        "status",
                        PLANE.json("executions", "show", id).at("/stages/0/array_id").asText());
        assertThat(array.at("/members/1/parameters/lr").asText()).isEqualTo("0.1");
    }

    /** All of them, except the ones that are empty while nothing fails. */
    @Test
    @Order(2)
    void queriesOfTheDashboardHaveValues() throws Exception {
        RequiredTools.require("prometheus");
        PrometheusServer observer = Objects.requireNonNull(prometheus, "runs after the pipelines");

        for (Map.Entry<String, String> query : MonitoringFiles.queries().entrySet()) {
            if (!query.getKey().startsWith("Requests that failed")) {
                assertThat(observer.query(query.getValue())).as("%s", query).isNotEmpty();
            }
        }
        assertThat(observer.alerts()).hasSize(8).allMatch(alert -> alert.endsWith(" inactive"));
    }

    private static void aModelOfAllRows(List<JsonNode> outputs) {
        assertThat(outputs.stream().filter(json -> json.has("shard"))).hasSize(10);
        assertThat(outputs.stream().filter(json -> json.has("accuracy")))
                .singleElement()
                .satisfies(
                        model -> {
                            assertThat(model.path("accuracy").asDouble()).isGreaterThan(0.9);
                            assertThat(model.path("members").asInt()).isEqualTo(5);
                            assertThat(
                                            model.path("rows_trained").asInt()
                                                    + model.path("rows_held_out").asInt())
                                    .isEqualTo(569);
                        });
    }

    private static void aResultOfEachIndex(List<JsonNode> outputs) {
        assertThat(outputs)
                .extracting(result -> result.path("task").asInt())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private static void everyFrameIsSmaller(List<JsonNode> outputs) {
        assertThat(outputs)
                .extracting(frame -> frame.path("frame").asInt())
                .containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(outputs)
                .allMatch(
                        frame -> frame.path("png_bytes").asInt() < frame.path("ppm_bytes").asInt());
    }

    private static void theHeatOfAllParts(List<JsonNode> outputs) {
        List<JsonNode> parts = outputs.stream().filter(json -> json.has("part")).toList();
        assertThat(parts)
                .extracting(part -> part.path("array").asText())
                .containsExactly("heat", "heat", "heat");
        assertThat(outputs.stream().filter(json -> json.has("parts")))
                .singleElement()
                .satisfies(
                        summary -> {
                            assertThat(summary.path("parts").asInt()).isEqualTo(3);
                            assertThat(summary.path("heat_after").asDouble())
                                    .isCloseTo(
                                            summary.path("heat_before").asDouble(),
                                            Offset.offset(1e-9));
                        });
    }

    private static void theBestOfAllParameters(List<JsonNode> outputs) {
        assertThat(outputs.stream().filter(json -> json.path("lr").isTextual())).hasSize(7);
        assertThat(outputs.stream().filter(json -> json.has("best")))
                .singleElement()
                .satisfies(
                        ranking -> {
                            assertThat(ranking.path("tried").asInt()).isEqualTo(7);
                            assertThat(ranking.at("/best/epochs").asText()).isEqualTo("200");
                        });
    }

    private static void piFromAllSteps(List<JsonNode> outputs) {
        assertThat(outputs.stream().filter(json -> json.has("began_at"))).hasSize(2);
        assertThat(outputs.stream().filter(json -> json.has("pi")))
                .singleElement()
                .satisfies(
                        sum -> {
                            assertThat(sum.path("steps").asInt()).isEqualTo(80);
                            assertThat(sum.path("error").asDouble()).isLessThan(1e-4);
                        });
    }

    private static void aMessageSignedByAll(List<JsonNode> outputs) {
        assertThat(outputs)
                .singleElement()
                .satisfies(
                        ring ->
                                assertThat(ring)
                                        .extracting(stop -> stop.path("hostname").asText())
                                        .hasSize(4)
                                        .doesNotHaveDuplicates());
    }

    private static List<JsonNode> documents(Path directory) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> read(json, file))
                    .toList();
        }
    }

    private static JsonNode read(ObjectMapper json, Path file) {
        try {
            return json.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        if (name.equals("genomics")) {
            List.of("bwa", "samtools", "bcftools").forEach(RequiredTools::require);
        }

        completes(xml, PipelineResults.of(name), List.of());
    }

    @Test
    @Order(1)
    void publishesAtOnceWhenTheFirstTrainingIsGoodEnough() throws Exception {
        Path xml = PipelineFiles.DIRECTORY.resolve("train-until-good.xml");

        completes(
                xml,
                PipelineResults.of("train-until-good at once"),
                List.of("--param", "epochs=200"));
    }

    private void completes(Path xml, PipelineResults expected, List<String> parameters)
            throws IOException {
        PipelineMetrics metrics = PipelineMetrics.begin(PLANE);
        List<String> submit =
                new ArrayList<>(
                        List.of(
                                "submit",
                                "" + xml,
                                "--files",
                                "" + PipelineFiles.files(xml),
                                "--watch"));
        submit.addAll(parameters);

        ProgramRun run = PLANE.run(submit.toArray(String[]::new));

        JsonNode execution = PLANE.json("executions", "list").get(0);
        String id = execution.path("id").asText();
        assertThat(execution.path("definition").asText()).isEqualTo(PipelineFiles.name(xml));
        assertThat(execution.path("state").asText()).isEqualTo("COMPLETED");
        for (JsonNode stage : execution.path("stages")) {
            String stageId = stage.path("id").asText();
            assertThat(run.err().contains(stageId)).as(stageId).isEqualTo(expected.runs(stage));
            assertThat(stage.path("exit_status").asText(""))
                    .as(stageId)
                    .isEqualTo(expected.exitStatus(stageId));
        }
        Path home = PLANE.files(expected.pipeline());
        PLANE.run("outputs", id, "-d", "" + home);
        PipelineOutputs.of(home).check(expected.pipeline());
        assertThat(PLANE.liveInstances()).isEmpty();
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(PLANE.processesInInstances()).isEmpty());
        metrics.assertAddUp(execution, expected);
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
}

package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;

/** The JSON files that a pipeline brings home, and what must be in them. */
record PipelineOutputs(List<JsonNode> outputs) {
    static PipelineOutputs of(Path directory) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (Stream<Path> files = Files.walk(directory)) {
            return new PipelineOutputs(
                    files.filter(file -> file.toString().endsWith(".json"))
                            .map(file -> read(json, file))
                            .toList());
        }
    }

    void check(String pipeline) {
        switch (pipeline) {
            case "checkpoints" -> piFromAllSteps();
            case "genomics" -> exactlyTheKnownMutations();
            case "leader-workers" -> allPrimesCountedByWorkers();
            case "mpi-ring" -> aMessageSignedByAll();
            case "parameter-search" -> theBestOfAllParameters();
            case "preprocess-training" -> aModelOfAllRows();
            case "render-encode" -> everyFrameIsSmaller();
            case "retries" -> allPartsThatCanBeImported();
            case "simulation" -> theHeatOfAllParts();
            case "sweep" -> aResultOfEachIndex();
            case "train-until-good" -> aModelPublishedFrom("train-longer");
            case "train-until-good at once" -> aModelPublishedFrom("train");
            case "two-sweeps" -> bothSweepsReduced();
            default -> throw new AssertionError("say here what " + pipeline + " brings home");
        }
    }

    private void aModelOfAllRows() {
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

    private void aResultOfEachIndex() {
        assertThat(outputs)
                .extracting(result -> result.path("task").asInt())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private void everyFrameIsSmaller() {
        assertThat(outputs)
                .extracting(frame -> frame.path("frame").asInt())
                .containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(outputs)
                .allMatch(
                        frame -> frame.path("png_bytes").asInt() < frame.path("ppm_bytes").asInt());
    }

    private void theHeatOfAllParts() {
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

    private void theBestOfAllParameters() {
        assertThat(outputs.stream().filter(json -> json.path("lr").isTextual())).hasSize(7);
        assertThat(outputs.stream().filter(json -> json.has("best")))
                .singleElement()
                .satisfies(
                        ranking -> {
                            assertThat(ranking.path("tried").asInt()).isEqualTo(7);
                            assertThat(ranking.at("/best/epochs").asText()).isEqualTo("200");
                        });
    }

    private void piFromAllSteps() {
        assertThat(outputs.stream().filter(json -> json.has("began_at"))).hasSize(2);
        assertThat(outputs.stream().filter(json -> json.has("pi")))
                .singleElement()
                .satisfies(
                        sum -> {
                            assertThat(sum.path("steps").asInt()).isEqualTo(80);
                            assertThat(sum.path("error").asDouble()).isLessThan(1e-4);
                        });
    }

    private void aMessageSignedByAll() {
        assertThat(outputs)
                .singleElement()
                .satisfies(
                        ring ->
                                assertThat(ring)
                                        .extracting(stop -> stop.path("hostname").asText())
                                        .hasSize(4)
                                        .doesNotHaveDuplicates());
    }

    private void allPartsThatCanBeImported() {
        assertThat(outputs)
                .extracting(
                        part ->
                                "part %d in attempt %d: %d"
                                        .formatted(
                                                part.path("part").asInt(),
                                                part.path("attempt").asInt(),
                                                part.path("sum").asInt()))
                .containsExactlyInAnyOrder("part 0 in attempt 1: 7", "part 1 in attempt 2: 60");
    }

    private void allPrimesCountedByWorkers() {
        JsonNode primes = only("primes");
        assertThat(primes.path("primes").asInt()).isEqualTo(17_984);
        assertThat(primes.path("ranges_by_worker"))
                .isNotEmpty()
                .extracting(JsonNode::asInt)
                .satisfies(
                        ranges ->
                                assertThat(ranges.stream().mapToInt(Integer::intValue).sum())
                                        .isEqualTo(20));
        assertThat(primes.path("ranges_by_worker").has("0")).isFalse();
    }

    private void bothSweepsReduced() {
        assertThat(outputs.stream().filter(json -> json.has("pi"))).hasSize(5);
        assertThat(only("sweeps").path("sweeps"))
                .extracting(
                        sweep -> sweep.path("sweep").asText() + " " + sweep.path("indexes").asInt())
                .containsExactly("slices 2", "random 3");
        assertThat(only("sweeps").path("sweeps"))
                .allMatch(sweep -> sweep.path("error").asDouble() < 0.01);
    }

    private void aModelPublishedFrom(String stage) {
        JsonNode model = only("candidates").path("model");
        assertThat(model.path("stage").asText()).isEqualTo(stage);
        assertThat(model.path("accuracy").asDouble()).isGreaterThan(0.9);
    }

    private void exactlyTheKnownMutations() {
        JsonNode variants = only("found");
        assertThat(variants.path("found"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "[412,\"C\",\"T\"]",
                        "[1203,\"T\",\"G\"]",
                        "[2750,\"G\",\"A\"]",
                        "[3103,\"GC\",\"G\"]",
                        "[4567,\"G\",\"C\"]");
        assertThat(variants.path("missing")).isEmpty();
        assertThat(variants.path("unexpected")).isEmpty();
    }

    private JsonNode only(String field) {
        List<JsonNode> having = outputs.stream().filter(json -> json.has(field)).toList();
        assertThat(having).hasSize(1);
        return having.getFirst();
    }

    private static JsonNode read(ObjectMapper json, Path file) {
        try {
            return json.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

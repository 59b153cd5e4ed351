package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of the pipelines without a control plane: one process and one loopback address per
 * member, all on the same port.
 */
class PipelineProgramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Path directory;

    PipelineProgramsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void pythonIsThere() {
        RequiredTools.require("python3");
    }

    @Test
    void tenPreprocessorsAndFiveTrainersMakeOneModel() throws Exception {
        for (int index = 0; index < 10; index++) {
            ProgramRun run =
                    program("preprocess-training/preprocess.py", at("inputs/" + index), index, 10)
                            .end(LIMIT);
            assertThat(run.exit()).as(run.toString()).isZero();
        }

        List<ProgramRun> members = train(List.of(4, 3, 2, 1, 0), "30");

        assertThat(members).allSatisfy(run -> assertThat(run.exit()).as(run.toString()).isZero());
        JsonNode model =
                new ObjectMapper().readTree(directory.resolve("training/0/model.json").toFile());
        assertThat(model.path("accuracy").asDouble()).isGreaterThanOrEqualTo(0.9);
        assertThat(model.path("rows_trained").asInt() + model.path("rows_held_out").asInt())
                .isEqualTo(569);
        assertThat(model.path("members").asInt()).isEqualTo(5);
        assertThat(model.path("weights")).hasSize(1 + 30 + 465);
    }

    @Test
    void trainingNamesMissingShards() throws Exception {
        for (int index : List.of(0, 1, 2, 4, 5, 6, 7, 9)) {
            program("preprocess-training/preprocess.py", at("inputs/" + index), index, 10)
                    .end(LIMIT);
        }

        ProgramRun run = train(List.of(0), "30").getFirst();

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("train.py: shards [3, 8] are missing");
    }

    @Test
    void messageVisitsEachRankOfTheRing() throws Exception {
        Path hosts = directory.resolve("hostfile");
        Files.writeString(hosts, addresses(4).collect(Collectors.joining("\n", "", "\n")));

        List<ProgramRun.Going> members = new ArrayList<>();
        for (int index = 3; index >= 0; index--) {
            members.add(
                    program(
                            "mpi-ring/pass_on.py",
                            at("ring/" + index),
                            index,
                            4,
                            "HOSTFILE",
                            "" + hosts));
        }

        assertThat(members).allSatisfy(member -> assertThat(member.end(LIMIT).exit()).isZero());
        assertThat(new ObjectMapper().readTree(directory.resolve("ring/0/ring.json").toFile()))
                .extracting(stop -> stop.path("index").asInt())
                .containsExactly(0, 1, 2, 3);
    }

    private List<ProgramRun> train(List<Integer> indexes, String steps) throws IOException {
        Path peers = directory.resolve("peers.json");
        List<String> addresses = addresses(5).toList();
        Files.writeString(
                peers,
                IntStream.range(0, 5)
                        .mapToObj(
                                i ->
                                        "{\"index\": %d, \"ip\": \"%s\"}"
                                                .formatted(i, addresses.get(i)))
                        .collect(Collectors.joining(",", "[", "]")));
        List<ProgramRun.Going> members = new ArrayList<>();
        for (int index : indexes) {
            members.add(
                    program(
                            "preprocess-training/train.py",
                            at("training/" + index),
                            index,
                            5,
                            "PEERS",
                            "" + peers,
                            "INPUTS",
                            "" + at("inputs"),
                            "STEPS",
                            steps));
        }
        return members.stream().map(member -> member.end(LIMIT)).toList();
    }

    private ProgramRun.Going program(
            String path, Path workingDirectory, int index, int size, String... more)
            throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("JOB_ARRAY_INDEX", "" + index);
        environment.put("JOB_ARRAY_SIZE", "" + size);
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return ProgramRun.begin(
                List.of(
                        "sh",
                        "-c",
                        "cd \"$1\" && exec python3 \"$2\"",
                        "sh",
                        "" + workingDirectory,
                        "" + PipelineFiles.DIRECTORY.resolve(path)),
                environment);
    }

    private Path at(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    /** A block of loopback addresses that nothing else is likely to listen on. */
    private static Stream<String> addresses(int size) {
        return IntStream.range(0, size).mapToObj(index -> "127.29.5." + (index + 1));
    }
}

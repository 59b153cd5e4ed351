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
import java.util.stream.Stream;

/**
 * Image that {@code ./mvnw -Pimages package} has written, with its layers unpacked into one
 * directory, as a container engine does.
 *
 * @param config user, environment and entry point
 */
record UnpackedImage(Path root, JsonNode config) {
    private static final Path SCRIPT =
            TestControlPlane.ROOT.resolve("end-to-end/src/test/resources/shell/container.sh");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    static UnpackedImage of(Path archive, Path directory) throws IOException {
        RequiredTools.require(
                Files.exists(archive), archive + " is missing; run ./mvnw -Pimages package");
        Path parts = Files.createDirectories(directory.resolve("image"));
        Path root = Files.createDirectories(directory.resolve("root"));
        run("tar", "-xf", "" + archive, "-C", "" + parts);
        ObjectMapper json = new ObjectMapper();
        JsonNode manifest = json.readTree(parts.resolve("manifest.json").toFile()).get(0);
        for (JsonNode layer : manifest.path("Layers")) {
            run(
                    "tar",
                    "--warning=no-unknown-keyword",
                    "-xf",
                    "" + parts.resolve(layer.asText()),
                    "-C",
                    "" + root);
        }
        return new UnpackedImage(
                root,
                json.readTree(parts.resolve(manifest.path("Config").asText()).toFile())
                        .path("config"));
    }

    /**
     * Starts the program of the image as its user on a read-only root; its process id is that of
     * the program.
     *
     * @param volume directory that it can write, at {@code /var/lib/spawn}
     */
    Process start(Path volume, Path secrets, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--mount",
                                "sh",
                                "" + SCRIPT,
                                "" + root,
                                "" + volume,
                                "" + secrets));
        config.path("Entrypoint").forEach(word -> command.add(word.asText()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> variables = new HashMap<>(Map.of("PATH", "/usr/sbin:/usr/bin:/bin"));
        config.path("Env")
                .forEach(
                        it -> {
                            String[] parts = it.asText().split("=", 2);
                            variables.put(parts[0], parts[1]);
                        });
        variables.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** Gives a directory and its files to the user of the image. */
    void own(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<String> command = new ArrayList<>(List.of("chown", config.path("User").asText()));
            files.forEach(file -> command.add("" + file));
            run(command.toArray(String[]::new));
        }
    }

    private static void run(String... command) {
        ProgramRun run = ProgramRun.of(List.of(command), Map.of(), TIMEOUT);
        assertThat(run.exit()).as(run.toString()).isZero();
    }
}

package io.jobarrays.benchmarks.plane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.benchmarks.process.PostgresProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Control plane and local cloud in scale mode, with a state directory of their own. */
public final class MeasuredPlane implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COMMAND_TIMEOUT_SECONDS = 240;

    private final Path spawn;
    private final Path home;
    private final Thread shutdownHook = new Thread(this::down);

    private MeasuredPlane(Path spawn, Path home) {
        this.spawn = spawn;
        this.home = home;
    }

    /**
     * Starts both programs.
     *
     * @param root of the built repository
     * @param capacity instances that the local cloud runs at most
     * @param limitFactor factor to AWS's request limits, on both sides
     * @param machineFiles directory for the files of the simulated machines; empty: beside those of
     *     the control plane
     * @throws IOException when they do not start
     */
    public static MeasuredPlane start(
            Path root, int capacity, int limitFactor, Optional<Path> machineFiles)
            throws IOException, InterruptedException {
        MeasuredPlane plane =
                new MeasuredPlane(
                        root.resolve("spawn"), Files.createTempDirectory("spawn-benchmark"));
        Runtime.getRuntime().addShutdownHook(plane.shutdownHook);
        try {
            List<String> up =
                    new ArrayList<>(List.of("up", "--scale", "--capacity", "" + capacity));
            machineFiles.ifPresent(it -> up.addAll(List.of("--scale-directory", "" + it)));
            plane.run(
                    Map.of("SPAWN_AWS_LIMITS_FACTOR", "" + limitFactor), up.toArray(String[]::new));
            if (limitFactor != 1) {
                try (CloudControlClient cloud = plane.cloud().control()) {
                    cloud.scaleLimits(limitFactor);
                }
            }
            return plane;
        } catch (IOException | InterruptedException | RuntimeException e) {
            plane.close();
            throw e;
        }
    }

    public long serverPid() throws IOException {
        return server().path("pid").asLong();
    }

    public long cloudPid() throws IOException {
        return cloudFile().path("pid").asLong();
    }

    public PostgresProcesses postgres() throws IOException {
        return PostgresProcesses.of(state().resolve("postgres"));
    }

    public ArrayClient arrays() throws IOException {
        return new ArrayClient(
                server().path("url").asText(), Files.readString(state().resolve("token")).strip());
    }

    public ArrayDatabase database() throws IOException {
        return ArrayDatabase.connect(
                postgres().port(), Files.readString(state().resolve("postgres.password")).strip());
    }

    public CloudAccess cloud() throws IOException {
        JsonNode file = cloudFile();
        return new CloudAccess(
                file.path("endpoint").asText(),
                file.path("region").asText(),
                file.path("access_key_id").asText(),
                file.path("secret_access_key").asText());
    }

    /** Ends both programs with every instance, and deletes the state directory. */
    @Override
    public void close() {
        down();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shutdown) {
            // The hook is running.
        }
    }

    private void down() {
        try {
            run(Map.of(), "down", "--yes");
            delete();
        } catch (IOException e) {
            System.err.println("benchmark: " + e.getMessage() + "; the state is in " + home);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(spawn.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Settings of the user who runs this would name that user's own control plane.
        builder.environment().keySet().removeIf(name -> name.startsWith("SPAWN_"));
        builder.environment().putAll(settings);
        builder.environment().put("XDG_STATE_HOME", home.toString());
        builder.environment().put("SPAWN_AS_BUILT", "1");
        // A file, because the programs that stay inherit the output.
        Path output = home.resolve("output");
        Process process = builder.redirectOutput(output.toFile()).start();
        if (!process.waitFor(COMMAND_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("%s did not end".formatted(command));
        }
        if (process.exitValue() != 0) {
            throw new IOException("%s: %s".formatted(command, Files.readString(output).strip()));
        }
    }

    private JsonNode server() throws IOException {
        return JSON.readTree(state().resolve("server.json").toFile());
    }

    private JsonNode cloudFile() throws IOException {
        return JSON.readTree(state().resolve("cloud/cloud.json").toFile());
    }

    private Path state() {
        return home.resolve("spawn");
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

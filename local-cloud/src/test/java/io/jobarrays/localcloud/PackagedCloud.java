package io.jobarrays.localcloud;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Process of the packaged local cloud. */
final class PackagedCloud implements AutoCloseable {
    private static final Path JAR =
            Path.of(
                    System.getProperty("project.root", ".."),
                    "local-cloud/target/local-cloud/local-cloud.jar");

    private final Process process;
    private final Path state;

    private PackagedCloud(Process process, Path state) {
        this.process = process;
        this.state = state;
    }

    /** Starts the process and waits until it is ready. */
    static PackagedCloud start(Path state, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(more));
        if (!arguments.contains("--parent")) {
            // A killed test leaves no cloud behind.
            arguments.addAll(List.of("--parent", "" + ProcessHandle.current().pid()));
        }
        arguments.addAll(List.of("--state", state.toString()));
        arguments.addAll(List.of("--control-plane", state.resolve("server.json").toString()));
        PackagedCloud program = new PackagedCloud(launch(state, arguments), state);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> program.isReady() || !program.process.isAlive());
        return program;
    }

    /** Runs the process with invalid arguments; returns its exit code and log. */
    static String refusal(Path directory, String... arguments)
            throws IOException, InterruptedException {
        Process process = launch(directory, List.of(arguments));
        int code = process.waitFor();
        return code + " " + Files.readString(directory.resolve("log"));
    }

    private static Process launch(Path directory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
        command.addAll(arguments);
        Files.createDirectories(directory);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    boolean isReady() {
        return Files.exists(state.resolve("cloud.json"));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** A text field of {@code cloud.json}. */
    String jsonField(String field) throws IOException {
        String json = Files.readString(state.resolve("cloud.json"));
        return JsonNode.parser().parse(json).field(field).orElseThrow().text();
    }

    String log() throws IOException {
        return Files.readString(state.resolve("log"));
    }

    /** Ends the process with SIGTERM and waits for its end. */
    void terminate() {
        process.destroy();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Ends the process with SIGKILL and waits for its end. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Number of its descendant processes. */
    long children() {
        return process.descendants().count();
    }

    @Override
    public void close() {
        terminate();
    }
}

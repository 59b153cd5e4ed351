package io.jobarrays.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A server with the settings of a control plane and on its database, but with its own state. */
record SecondServer(Process process, Path state) {
    static SecondServer of(ProcessHandle first, TestControlPlane plane) throws IOException {
        Path state = plane.files("second");
        Files.copy(plane.state().resolve("key"), state.resolve("key"));
        Path proc = Path.of("/proc", "" + first.pid());
        ProcessBuilder builder = new ProcessBuilder(words(proc.resolve("cmdline")));
        Map<String, String> environment = builder.environment();
        environment.clear();
        for (String variable : words(proc.resolve("environ"))) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        environment.put("SPAWN_STATE_DIR", "" + state);
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database(plane));
        return new SecondServer(
                builder.redirectErrorStream(true)
                        .redirectOutput(state.resolve("log").toFile())
                        .start(),
                state);
    }

    void untilLog(String text) {
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> Files.readString(state.resolve("log")).contains(text));
    }

    boolean isListening() {
        return Files.exists(state.resolve("server.json"));
    }

    ApiReader api() {
        return new ApiReader(state);
    }

    /** Makes {@code spawn} call this server. */
    Map<String, String> address() throws IOException {
        return Map.of(
                "SPAWN_URL", api().url(),
                "SPAWN_TOKEN", Files.readString(state.resolve("token")).strip());
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    private static String database(TestControlPlane plane) throws IOException {
        Path state = plane.state();
        List<String> postmaster = Files.readAllLines(state.resolve("postgres/postmaster.pid"));
        return "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres&password=%s"
                .formatted(
                        postmaster.get(3).strip(),
                        Files.readString(state.resolve("postgres.password")).strip());
    }

    private static List<String> words(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return Arrays.stream(text.split("\0")).toList();
    }
}

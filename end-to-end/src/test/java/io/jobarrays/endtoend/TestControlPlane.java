package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Control plane and local cloud with a state directory of their own. */
final class TestControlPlane implements AutoCloseable {
    static final Path ROOT =
            Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();

    /** Bounds a failed wait only; a busy machine may take this long. */
    static final Duration CONDITION_TIMEOUT = Duration.ofMinutes(3);

    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)='?([^'\n]*)'?");

    private final Path home;
    private final ControlPlaneWatchdog watchdog;

    private TestControlPlane(Path home) throws IOException {
        this.home = home;
        watchdog = new ControlPlaneWatchdog(home);
    }

    /** Nothing runs yet; the first command that needs the control plane starts it. */
    static TestControlPlane notYetStarted() {
        try {
            return new TestControlPlane(Files.createTempDirectory("spawn-it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestControlPlane started(String... options) {
        return started(Map.of(), options);
    }

    /**
     * @param settings environment variables of the control plane
     */
    static TestControlPlane started(Map<String, String> settings, String... options) {
        TestControlPlane plane = notYetStarted();
        try {
            List<String> up = new ArrayList<>(List.of("up"));
            up.addAll(List.of(options));
            ProgramRun run = plane.spawn(settings, up.toArray(String[]::new));
            assertThat(run.exit()).as(run.toString()).isZero();
            return plane;
        } catch (Throwable failed) {
            plane.close();
            throw failed;
        }
    }

    /** In scale mode, with the files of the machines in memory where a GiB of it is free. */
    static TestControlPlane inScaleMode(Map<String, String> settings) {
        File memory = new File("/dev/shm");
        return memory.canWrite() && memory.getUsableSpace() > 1L << 30
                ? started(settings, "--scale", "--scale-directory", "" + memory)
                : started(settings, "--scale");
    }

    Path state() {
        return home.resolve("spawn");
    }

    /** Directory for files of a test, deleted with this control plane. */
    Path files(String name) {
        try {
            return Files.createDirectories(home.resolve("files").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProgramRun spawn(String... arguments) {
        return spawn(Map.of(), arguments);
    }

    ProgramRun spawn(Map<String, String> environment, String... arguments) {
        Map<String, String> all = new HashMap<>(environment());
        all.putAll(environment);
        return ProgramRun.of(command(arguments), all, CONDITION_TIMEOUT.plusMinutes(1));
    }

    /** Runs a command that must end with 0. */
    ProgramRun run(String... arguments) {
        ProgramRun run = spawn(arguments);
        assertThat(run.exit()).as(run.toString()).isZero();
        return run;
    }

    JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        return run(all.toArray(String[]::new)).json();
    }

    ApiReader api() {
        return new ApiReader(state());
    }

    ProgramRun.Going begin(String... arguments) throws IOException {
        return ProgramRun.begin(command(arguments), environment());
    }

    /** What {@code eval "$(spawn env)"} sets. */
    Map<String, String> env() {
        Map<String, String> variables = new HashMap<>();
        Matcher line = EXPORT.matcher(run("env").out());
        while (line.find()) {
            variables.put(line.group(1), line.group(2));
        }
        return variables;
    }

    /** Runs another program with what {@code spawn env} sets. */
    ProgramRun runProgram(Map<String, String> env, String... command) {
        return ProgramRun.of(List.of(command), env, CONDITION_TIMEOUT);
    }

    JsonNode stateFile(String name) {
        try {
            return new ObjectMapper().readTree(state().resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Process of the server; empty when it has ended or was never started. */
    Optional<ProcessHandle> server() {
        if (!Files.exists(state().resolve("server.json"))) {
            return Optional.empty();
        }
        return ProcessHandle.of(stateFile("server.json").path("pid").asLong());
    }

    /** Kills the server as {@code kill -9} does. */
    void killServer() {
        server().ifPresent(
                        process -> {
                            process.destroyForcibly();
                            process.onExit().join();
                        });
    }

    /** Processes that run in instances, read from the process table. */
    SortedMap<Long, String> processesInInstances() {
        return Files.exists(state().resolve("cloud/cloud.json"))
                ? ProcessList.inInstancesOf(stateFile("cloud/cloud.json").path("pid").asLong())
                : new TreeMap<>();
    }

    /** Live instances of all arrays by the server. */
    List<String> liveInstances() {
        return liveInstancesOf("/arrays");
    }

    /** Live instances of the arrays of one name by the server. */
    List<String> liveInstances(String name) {
        return liveInstancesOf("/arrays?name=" + name);
    }

    private List<String> liveInstancesOf(String arrays) {
        List<String> ids = new ArrayList<>();
        for (JsonNode array : api().json(arrays)) {
            for (JsonNode member : array.path("members")) {
                if (List.of("pending", "running", "stopping", "stopped")
                        .contains(member.path("state").asText())) {
                    ids.add(member.path("instance_id").asText());
                }
            }
        }
        return ids;
    }

    @Override
    public void close() {
        SortedMap<Long, String> instances = processesInInstances();
        try {
            if (Files.exists(state())) {
                run("down", "--yes");
            }
            await().atMost(CONDITION_TIMEOUT)
                    .untilAsserted(
                            () -> {
                                assertThat(ProcessList.of(home)).isEmpty();
                                assertThat(ProcessList.alive(instances.keySet())).isEmpty();
                            });
        } finally {
            ProcessList.of(home).keySet().forEach(TestControlPlane::kill);
            delete();
            watchdog.close();
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** By rm: Java cannot name files whose names are no text. */
    private void delete() {
        // The work directory of an overlay may belong to another user id; the system cleans /tmp.
        ProgramRun.of(List.of("rm", "-rf", "--", "" + home), Map.of(), CONDITION_TIMEOUT);
    }

    Map<String, String> environment() {
        return Map.of(
                "XDG_STATE_HOME",
                "" + home,
                "NO_COLOR",
                "1",
                "SPAWN_AS_BUILT",
                "1",
                "SPAWN_PEERS_TIMEOUT",
                "20s",
                // Most control planes of these tests live too briefly for the optimizing JIT to
                // pay.
                "SPAWN_JAVA_OPTIONS",
                // Agents are connected until the server ends, so that its shutdown always lasts as
                // long as it may.
                "-XX:TieredStopAtLevel=1 -Dquarkus.shutdown.timeout=1s"
                        + " -Dspawn.unknown-until-gone=5s"
                        // As with a thousand instances: events are followed by polls.
                        + " -Dspawn.reconcile-every=60s");
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("" + ROOT.resolve("spawn")));
        command.addAll(List.of(arguments));
        return command;
    }
}

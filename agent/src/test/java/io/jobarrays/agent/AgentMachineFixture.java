package io.jobarrays.agent;

import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.Work;
import io.jobarrays.contract.messages.Work.Input;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One machine with agent processes and a fake server. */
public abstract class AgentMachineFixture {
    /** Allows for a machine whose processors are busy with other work. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir public Path machine = Path.of("");
    public FakeServer server = new FakeServer();
    private @Nullable MachineWatchdog watchdog;
    private final List<AgentProcess> agents = new ArrayList<>();

    @BeforeEach
    void prepareMachine() throws IOException {
        watchdog = new MachineWatchdog(machine);
        AgentProcess.prepareMachine(machine, server.uri(), "");
    }

    @AfterEach
    void cleanUp() throws Exception {
        killAgent();
        server.close();
        // Restart loops first, so that they start no further agents.
        ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains("until "))
                .filter(this::belongsToMachine)
                .forEach(ProcessHandle::destroyForcibly);
        ProcessHandle.allProcesses()
                .filter(this::belongsToMachine)
                .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
        removeCgroups();
        if (watchdog != null) {
            watchdog.close();
        }
    }

    private void removeCgroups() throws Exception {
        Path runs = file("/var/lib/spored/runs");
        if (!Files.exists(runs)) {
            return;
        }
        try (Stream<Path> facts = Files.walk(runs, 2)) {
            for (Path fact : facts.filter(f -> f.toString().endsWith(".cgroup")).toList()) {
                File cgroup = new File(Files.readString(fact));
                await(() -> !cgroup.exists() || cgroup.delete());
            }
        }
    }

    /** Returns whether the command line or environment contains this test's machine directory. */
    boolean belongsToMachine(ProcessHandle process) {
        try {
            Path proc = Path.of("/proc/" + process.pid());
            return Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .contains(machine.toString())
                    || Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1)
                            .contains(machine.toString());
        } catch (IOException e) {
            return false;
        }
    }

    public AgentProcess startAgent() throws IOException {
        return register(AgentProcess.start(machine, server.uri()));
    }

    /** Registers the agent to be killed after the test. */
    AgentProcess register(AgentProcess agent) {
        agents.add(agent);
        return agent;
    }

    public void killAgent() throws InterruptedException {
        for (AgentProcess agent : agents) {
            agent.kill();
        }
    }

    public Ended awaitEnd() {
        Awaitility.await()
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !server.received(Ended.class).isEmpty());
        return server.received(Ended.class).getFirst();
    }

    public static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    public Path file(String path) {
        return machine.resolve(path.substring(1));
    }

    /** File of the record of the work {@code w:1}. */
    public Path recordFile(String name) {
        return file("/var/lib/spored/runs/run-w%3A1").resolve(name);
    }

    ProcessHandle supervisor(String part) throws IOException {
        return process(Long.parseLong(Files.readString(recordFile(part + ".pid")).strip()));
    }

    public static ProcessHandle process(long id) {
        return ProcessHandle.of(id).orElseThrow();
    }

    public boolean exists(String path) {
        return Files.exists(file(path));
    }

    /** Shell loop that ends when the file exists in its working directory. */
    public static String untilExists(String file) {
        return "while ! [ -e %s ]; do sleep 0.1; done".formatted(file);
    }

    public static Work work(@Nullable String userData, @Nullable String command) {
        return work(userData, command, false, Map.of(), List.of(), List.of());
    }

    public static Work work(
            @Nullable String userData,
            @Nullable String command,
            boolean held,
            Map<String, String> environment,
            List<Input> inputs,
            List<String> collect) {
        return work(userData, command, held, environment, inputs, collect, null);
    }

    /**
     * @param streams null: one pipe
     */
    public static Work work(
            @Nullable String userData,
            @Nullable String command,
            boolean held,
            Map<String, String> environment,
            List<Input> inputs,
            List<String> collect,
            @Nullable String streams) {
        return Work.of("w:1", 1, 3)
                .userData(userData)
                .command(command)
                .held(held)
                .environment(environment)
                .inputs(inputs)
                .collect(collect)
                .streams(streams)
                .build();
    }
}

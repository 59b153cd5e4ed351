package io.jobarrays.agent.work;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.PythonInterpreter;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Process of the Python program {@code supervisor}: installs, starts, finds and stops it. */
final class SupervisorProcess {
    private static final List<String> SOURCE_FILES =
            List.of(
                    "__main__.py",
                    "limit.py",
                    "memory.py",
                    "process_tree.py",
                    "program.py",
                    "spool.py");

    /** Time for a new supervisor to write its process id. */
    private static final Duration PID_FILE_TIMEOUT = Duration.ofSeconds(5);

    private final RootDirectory root;

    SupervisorProcess(RootDirectory root) throws IOException {
        this.root = root;
        Files.createDirectories(sourceDirectory());
        for (String source : SOURCE_FILES) {
            AtomicFile.writeIfChanged(
                    sourceDirectory().resolve(source), resource(source), AtomicFile.PRIVATE);
        }
    }

    Process start(WorkRecord record, WorkPart part, WorkSupervisor.Program program)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(commandLine(record, part, program))
                        .directory(record.workingDirectory().toFile())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
        // Variables of the work must not affect Python or the linker of the supervisor.
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(encodeEnvironment(program.environment()).getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    /** Checks the command line as well: the kernel may have reused the process id. */
    boolean isAlive(WorkRecord record, WorkPart part) throws IOException {
        Optional<Long> supervisor = record.supervisorPid(part);
        if (supervisor.isEmpty()) {
            Path begun = record.directory().resolve(part.label + ".begun");
            long age = System.currentTimeMillis() - Files.getLastModifiedTime(begun).toMillis();
            return age < PID_FILE_TIMEOUT.toMillis();
        }
        try {
            byte[] commandLine =
                    Files.readAllBytes(Path.of("/proc/" + supervisor.get() + "/cmdline"));
            return new String(commandLine, StandardCharsets.UTF_8)
                    .contains(record.directory().toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends SIGTERM; returns false when the supervisor has not written its process id yet. */
    boolean terminate(WorkRecord record, WorkPart part) throws IOException {
        Optional<Long> supervisor = record.supervisorPid(part);
        supervisor.flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroy);
        return supervisor.isPresent();
    }

    /** Kills the processes that a killed supervisor has left in its cgroup, if it had one. */
    void killCgroup(WorkRecord record, WorkPart part) throws IOException, InterruptedException {
        Optional<Path> cgroup = record.cgroup(part).filter(Files::exists);
        if (cgroup.isEmpty()) {
            return;
        }
        Path processes = cgroup.get().resolve("cgroup.procs");
        for (int attempt = 0; attempt < 50; attempt++) {
            for (String pid : Files.readAllLines(processes)) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
            if (cgroup.get().toFile().delete()) {
                return;
            }
            Thread.sleep(20);
        }
    }

    private List<String> commandLine(
            WorkRecord record, WorkPart part, WorkSupervisor.Program program) throws IOException {
        String mirror = "-";
        if (part == WorkPart.USER_DATA) {
            Path log = root.resolve(Paths.USER_DATA_LOG);
            Files.createDirectories(log.resolveSibling(""));
            mirror = log.toString();
        }
        List<String> commandLine =
                new ArrayList<>(
                        List.of(
                                PythonInterpreter.executable(),
                                "-I",
                                "-S",
                                sourceDirectory().toString()));
        commandLine.addAll(List.of(record.directory().toString(), part.label, mirror));
        commandLine.add(program.user() == null ? "-" : program.user());
        commandLine.add(Objects.requireNonNullElse(record.work().streams(), Work.MERGED));
        commandLine.addAll(program.commandLine());
        return commandLine;
    }

    private static String encodeEnvironment(Map<String, String> environment) {
        StringBuilder text = new StringBuilder();
        environment.forEach((name, value) -> text.append(name + "=" + value + "\0"));
        if (text.chars().filter(c -> c == 0).count() != environment.size()) {
            throw new Refusal("env: a variable contains a zero byte, which no program can receive");
        }
        return text.append('.').toString();
    }

    private Path sourceDirectory() {
        return root.stateFile("supervisor");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SupervisorProcess.class.getResourceAsStream("/supervisor/" + name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the agent's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

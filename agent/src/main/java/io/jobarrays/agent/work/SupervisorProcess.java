package io.jobarrays.agent.work;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
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
import java.util.Optional;

/** The program {@code supervisor}: laid out on the disk, started, found again, told to stop. */
final class SupervisorProcess {
    private static final List<String> SOURCE_FILES =
            List.of("__main__.py", "family.py", "program.py", "spool.py");

    /** Time for a fresh supervisor to write down its process id. */
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

    Process start(WorkRecord run, WorkPart part, WorkSupervisor.Program program)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(commandLine(run, part, program))
                        .directory(run.workingDirectory().toFile())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
        // What the work's variables mean to Python or the linker must not reach its supervisor.
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(encodeEnvironment(program.environment()).getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    /** Not by the process id alone: that may by now be somebody else's. */
    boolean isAlive(WorkRecord run, WorkPart part) throws IOException {
        Optional<Long> supervisor = run.supervisorPid(part);
        if (supervisor.isEmpty()) {
            Path begun = run.directory().resolve(part.label + ".begun");
            long age = System.currentTimeMillis() - Files.getLastModifiedTime(begun).toMillis();
            return age < PID_FILE_TIMEOUT.toMillis();
        }
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + supervisor.get() + "/cmdline"));
            return new String(line, StandardCharsets.UTF_8).contains(run.directory().toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** False when it is too young to hear it. */
    boolean terminate(WorkRecord run, WorkPart part) throws IOException {
        Optional<Long> supervisor = run.supervisorPid(part);
        supervisor.flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroy);
        return supervisor.isPresent();
    }

    /** Ends what a supervisor that was killed has left, where that can be told. */
    void killCgroup(WorkRecord run, WorkPart part) throws IOException, InterruptedException {
        Optional<Path> cgroup = run.cgroup(part).filter(Files::exists);
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

    private List<String> commandLine(WorkRecord run, WorkPart part, WorkSupervisor.Program program)
            throws IOException {
        String mirror = "-";
        if (part == WorkPart.USER_DATA) {
            Path log = root.resolve(Paths.USER_DATA_LOG);
            Files.createDirectories(log.resolveSibling(""));
            mirror = log.toString();
        }
        List<String> line =
                new ArrayList<>(List.of(python(), "-I", "-S", sourceDirectory().toString()));
        line.addAll(List.of(run.directory().toString(), part.label, mirror));
        line.add(program.user() == null ? "-" : program.user());
        line.addAll(program.commandLine());
        return line;
    }

    private static String encodeEnvironment(Map<String, String> environment) {
        StringBuilder text = new StringBuilder();
        environment.forEach((name, value) -> text.append(name + "=" + value + "\0"));
        if (text.chars().filter(c -> c == 0).count() != environment.size()) {
            throw new Refusal("env: a variable holds a zero byte, which no program can be given");
        }
        return text.append('.').toString();
    }

    /** The system's own: one that comes first on the PATH may be anything. */
    private static String python() {
        Path usual = Path.of("/usr/bin/python3");
        if (Files.isExecutable(usual)) {
            return usual.toString();
        }
        String path = System.getenv().getOrDefault("PATH", WorkEnvironment.DEFAULT_PATH);
        for (String directory : path.split(":", -1)) {
            Path candidate = Path.of(directory, "python3");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        throw new Refusal(
                "this machine has no python3, which the work is run with: install it on the image");
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

package io.jobarrays.agent;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Paths;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Has a part of the work run under {@code supervise.sh}, which outlives this process. */
final class Supervisor {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Time for a fresh supervisor to write down its process id. */
    private static final Duration BIRTH = Duration.ofSeconds(5);

    private final Root root;
    private final String boot;

    Supervisor(Root root, String boot) throws IOException {
        this.root = root;
        this.boot = boot;
        AtomicFile.write(script(), resource(), AtomicFile.PRIVATE);
    }

    /**
     * Begins the part unless it has begun before, and waits for its end.
     *
     * @throws Lost when nobody is left who could tell how it ended
     */
    ExitReason carryOut(Run run, Part part, Program program)
            throws IOException, InterruptedException, Lost {
        Process child = null;
        if (run.begun(part).isEmpty()) {
            run.markBegun(part, boot);
            child = start(run, part, program);
        }
        return awaitEnd(run, part, child);
    }

    private ExitReason awaitEnd(Run run, Part part, @Nullable Process child)
            throws IOException, InterruptedException, Lost {
        while (true) {
            boolean alive = child != null ? child.isAlive() : alive(run, part);
            Optional<ExitReason> exit = run.exit(part);
            if (exit.isPresent()) {
                return exit.get();
            }
            if (!alive) {
                throw lost(run, part);
            }
            if (child != null) {
                child.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                Thread.sleep(POLL);
            }
        }
    }

    private Process start(Run run, Part part, Program program) throws IOException {
        Path log = run.log();
        if (!Files.exists(log)) {
            AtomicFile.write(log, "", AtomicFile.PRIVATE);
        }
        Path mirror = root.at(Paths.USER_DATA_LOG);
        if (part == Part.USER_DATA) {
            Files.createDirectories(mirror.getParent());
        }
        List<String> line = new ArrayList<>(List.of("setsid", "sh", script().toString()));
        line.add(run.directory().toString());
        line.add(part.word);
        line.add(part == Part.USER_DATA ? mirror.toString() : "-");
        line.addAll(program.line());
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(run.files().toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(program.environment());
        return builder.start();
    }

    private Path script() {
        return root.state("supervise.sh");
    }

    /** Not by the process id alone: that may by now be somebody else's. */
    private boolean alive(Run run, Part part) throws IOException {
        if (!boot.equals(run.begun(part).orElse(""))) {
            return false;
        }
        Optional<Long> supervisor = run.supervisor(part);
        if (supervisor.isEmpty()) {
            Path begun = run.directory().resolve(part.word + ".begun");
            long age = System.currentTimeMillis() - Files.getLastModifiedTime(begun).toMillis();
            return age < BIRTH.toMillis();
        }
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + supervisor.get() + "/cmdline"));
            return new String(line, StandardCharsets.UTF_8).contains(run.directory().toString());
        } catch (IOException e) {
            return false;
        }
    }

    private Lost lost(Run run, Part part) throws IOException {
        return boot.equals(run.begun(part).orElse(""))
                ? new Lost(
                        new ExitReason.Signal(9),
                        "the supervisor of the %s was killed".formatted(part.word))
                : new Lost(
                        ExitReason.Plain.STOPPED,
                        "the machine stopped while the %s ran".formatted(part.word));
    }

    private static String resource() throws IOException {
        try (InputStream in = Supervisor.class.getResourceAsStream("/supervise.sh")) {
            if (in == null) {
                throw new IOException("supervise.sh is missing from the agent's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A program to run: its command line and its whole environment. */
    record Program(List<String> line, Map<String, String> environment) {}

    /** The work is over and nobody wrote down its end. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ExitReason reason;

        Lost(ExitReason reason, String sentence) {
            super(sentence);
            this.reason = reason;
        }

        ExitReason reason() {
            return reason;
        }
    }
}

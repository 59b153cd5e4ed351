package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.Pause;
import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Background process in a separate session, with its output in a file; outlives the CLI. */
final class Daemon {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(25);
    private static final long MAX_LOG_BYTES = 16 << 20;
    private static final int TAIL_LINES = 15;

    /** Variables to remove from the environment of a background process. */
    private static final Set<String> CLI_VARIABLES =
            Set.of(
                    "SPAWN_URL",
                    "SPAWN_TOKEN",
                    "SPAWN_TOKEN_URL",
                    "SPAWN_CA_FILE",
                    "SPAWN_OUTPUT",
                    "SPAWN_YES",
                    "SPAWN_QUIET");

    private final String name;
    private final Process process;
    private final Path log;
    private final long logStart;

    private Daemon(String name, Process process, Path log, long start) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.logStart = start;
    }

    /**
     * @param name for messages: "the control plane"
     * @param state working directory
     * @param log name of the output file in that directory
     */
    static Daemon start(
            String name, List<String> command, Map<String, String> env, Path state, String log) {
        return start(name, command, env, state, state.resolve(log));
    }

    private static Daemon start(
            String name, List<String> command, Map<String, String> env, Path state, Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
                Path before = log.resolveSibling(log.getFileName() + ".1");
                Files.move(log, before, StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder builder = new ProcessBuilder(detached(command));
            builder.environment()
                    .keySet()
                    .removeIf(key -> key.startsWith("AWS_") || CLI_VARIABLES.contains(key));
            builder.environment().putAll(env);
            builder.directory(state.toFile());
            builder.redirectInput(new File("/dev/null"));
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            long start = Files.exists(log) ? Files.size(log) : 0;
            return new Daemon(name, builder.start(), log, start);
        } catch (IOException refused) {
            throw Failure.of("SPAWN-START", "%s could not be started: %s".formatted(name, refused));
        }
    }

    long pid() {
        return process.pid();
    }

    /** Waits until the probe has a value; fails with the end of the log after the timeout. */
    <T> T await(Supplier<Optional<T>> probe) {
        Instant end = Instant.now().plus(START_TIMEOUT);
        while (true) {
            Optional<T> ready = probe.get();
            if (ready.isPresent()) {
                return ready.get();
            }
            if (!process.isAlive()) {
                throw failed("ended with code " + process.exitValue());
            }
            if (Instant.now().isAfter(end)) {
                process.destroy();
                throw failed("was not ready after %d s".formatted(START_TIMEOUT.toSeconds()));
            }
            Pause.of(POLL_INTERVAL);
        }
    }

    private Failure failed(String how) {
        List<String> tail = tail();
        return Failure.of(
                "SPAWN-START",
                "%s %s; %s"
                        .formatted(
                                name,
                                how,
                                tail.isEmpty()
                                        ? "it wrote nothing to " + log
                                        : "the end of "
                                                + log
                                                + ":\n  "
                                                + String.join("\n  ", tail)));
    }

    private List<String> tail() {
        try (var file = Files.newByteChannel(log)) {
            file.position(Math.max(logStart, file.size() - (16 << 10)));
            byte[] bytes = Channels.newInputStream(file).readAllBytes();
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException none) {
            return List.of();
        }
    }

    /** Command line that shields the process from Ctrl-C and from a closed terminal. */
    private static List<String> detached(List<String> command) {
        boolean setsid =
                Stream.of("/usr/bin/setsid", "/bin/setsid")
                        .anyMatch(it -> Files.isExecutable(Path.of(it)));
        List<String> whole = new ArrayList<>();
        whole.addAll(
                setsid
                        ? List.of("setsid")
                        : List.of("sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "spawn"));
        whole.addAll(command);
        return whole;
    }
}

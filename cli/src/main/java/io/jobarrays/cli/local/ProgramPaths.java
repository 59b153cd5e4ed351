package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Paths and command lines of the packaged programs; they run on the JDK of the CLI.
 *
 * @param javaOptions JVM options of the user
 */
record ProgramPaths(@Nullable Path home, List<String> javaOptions) {
    static ProgramPaths installed() {
        String home = System.getProperty("spawn.home");
        String options = System.getenv().getOrDefault("SPAWN_JAVA_OPTIONS", "").strip();
        return new ProgramPaths(
                home == null ? null : Path.of(home).toAbsolutePath(),
                options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1)));
    }

    Path server() {
        return find("src/target/quarkus-app/quarkus-run.jar");
    }

    Path localCloud() {
        return find("local-cloud/target/local-cloud/local-cloud.jar");
    }

    /** Directory of the agent that instances use. */
    Path agentDirectory() {
        return find("agent/target/spored");
    }

    Path agentArchive() {
        return find("agent/target/spored.tar.gz");
    }

    /** State directory of the dev mode that runs in the checkout, from its file. */
    Optional<Path> devModeState() {
        return Optional.ofNullable(home)
                .flatMap(it -> UserStateDirectory.read(it.resolve("target/dev-mode")))
                .map(text -> text.lines().toList())
                .filter(lines -> lines.size() == 2 && lines.getFirst().matches("\\d{1,9}"))
                .filter(lines -> isDevMode(Long.parseLong(lines.getFirst())))
                .map(lines -> Path.of(lines.getLast()));
    }

    private static boolean isDevMode(long pid) {
        return RunningProgram.find(pid, "-dev.jar").isPresent();
    }

    /**
     * JVM options with a small heap and the serial collector, because these programs are mostly
     * idle; the user's options follow, so that they prevail.
     */
    List<String> javaCommand(String heap) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java.toString(),
                                "-XX:+UseSerialGC",
                                "-Xms32m",
                                heap,
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(javaOptions);
        return command;
    }

    private Path find(String relative) {
        if (home == null) {
            throw Failure.of(
                    "SPAWN-START",
                    "the location of the programs is not known; run ./spawn, which sets it");
        }
        Path file = home.resolve(relative);
        if (!Files.exists(file)) {
            throw Failure.of(
                    "SPAWN-START",
                    "%s is missing; run ./spawn, which builds it, or ./mvnw package"
                            .formatted(file));
        }
        return file;
    }
}

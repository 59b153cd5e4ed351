package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** PostgreSQL of Debian's package, run by the user {@code postgres} in a directory of a test. */
record DebianPostgres(Path programs, Path directory, int port) implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** Creates the cluster; nothing listens yet. */
    static DebianPostgres create(Path directory, int port, Path passwordFile) throws IOException {
        DebianPostgres database = new DebianPostgres(newest(), directory, port);
        database.run("chown", "postgres", "" + directory);
        database.asPostgres(
                "initdb",
                "--username=spawn",
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--no-sync",
                "-D",
                "" + directory.resolve("data"));
        return database;
    }

    void start() {
        asPostgres(
                "pg_ctl",
                "start",
                "--wait",
                "-D",
                "" + directory.resolve("data"),
                "-l",
                "" + directory.resolve("log"),
                "-o",
                "-c unix_socket_directories= -c listen_addresses=127.0.0.1 -p " + port);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    @Override
    public void close() {
        asPostgres("pg_ctl", "stop", "--mode=immediate", "-D", "" + directory.resolve("data"));
        run("rm", "-rf", "" + directory);
    }

    private void asPostgres(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=postgres",
                                "--regid=postgres",
                                "--clear-groups",
                                "" + programs.resolve(program)));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) {
        ProgramRun run = ProgramRun.of(List.of(command), Map.of(), TIMEOUT);
        assertThat(run.exit()).as(run.toString()).isZero();
    }

    private static Path newest() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        RequiredTools.require(Files.isDirectory(versions), "needs Debian's package postgresql");
        try (Stream<Path> all = Files.list(versions)) {
            return all.max(Path::compareTo).orElseThrow().resolve("bin");
        }
    }
}

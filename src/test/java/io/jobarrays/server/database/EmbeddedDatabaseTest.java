package io.jobarrays.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    private static final Duration END_TIMEOUT = Duration.ofSeconds(30);

    @TempDir Path state = Path.of("");

    @Test
    void startsAgainAfterAKillWithItsRowsAndItsPort() throws Exception {
        EmbeddedDatabase database = new EmbeddedDatabase(state);
        String url = database.start();
        try {
            execute(url, "create table kept as select 1 as one");

            postmaster().destroyForcibly();
            await().atMost(END_TIMEOUT).until(() -> !database.isRunning());
            restart(database);

            execute(url, "select one from kept");
            assertThat(database.isRunning()).isTrue();
        } finally {
            database.stop();
        }
        assertThat(database.isRunning()).isFalse();
    }

    /** It was started with a locale that this machine does not have. */
    @Test
    void endsWithItsControlPlaneWhenThatIsKilled() throws Exception {
        ProcessBuilder program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Owner.class.getName(),
                                state.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        program.environment().put("LC_ALL", "xx_XX.UTF-8");
        Process owner = program.start();
        owner.getInputStream().read();
        ProcessHandle postmaster = postmaster();

        owner.destroyForcibly().waitFor();

        await().atMost(END_TIMEOUT).until(() -> !postmaster.isAlive());
        await().atMost(END_TIMEOUT).until(() -> processesOfState().isEmpty());
    }

    /** Control plane that does nothing but own its database. */
    static final class Owner {
        public static void main(String... args) throws Exception {
            new EmbeddedDatabase(Path.of(args[0])).start();
            System.out.write('.');
            System.out.flush();
            System.in.read();
        }
    }

    /** The processes of the killed server end a moment later and keep its shared memory so long. */
    private static void restart(EmbeddedDatabase database) {
        await().atMost(END_TIMEOUT)
                .ignoreExceptions()
                .until(
                        () -> {
                            database.restart();
                            return true;
                        });
    }

    private ProcessHandle postmaster() throws Exception {
        List<String> lines = Files.readAllLines(state.resolve("postgres/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
    }

    private List<String> processesOfState() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(state.toString()))
                .toList();
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

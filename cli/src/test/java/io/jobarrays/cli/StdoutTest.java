package io.jobarrays.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.base.Stdout;
import io.jobarrays.cli.base.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose stdout takes no more bytes. */
class StdoutTest {
    private static final List<String[]> COMMANDS =
            List.of(
                    new String[] {"--version"},
                    new String[] {"version"},
                    new String[] {"help"},
                    new String[] {"list", "--help"},
                    new String[] {"list"},
                    new String[] {"list", "-o", "json", "--mistyped"},
                    new String[] {"logs", "compute"});

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void saysThatTheDiskIsFull() {
        for (String[] command : COMMANDS) {
            assertThat(run(false, command))
                    .as(String.join(" ", command))
                    .isEqualTo(
                            new CommandResult(
                                    1,
                                    "",
                                    "spawn: the output could not be written to stdout: no space\n"));
        }
    }

    @Test
    void endsSilentlyWhenTheReaderIsGone() {
        for (String[] command : COMMANDS) {
            assertThat(run(true, command))
                    .as(String.join(" ", command))
                    .isEqualTo(new CommandResult(141, "", ""));
        }
    }

    private CommandResult run(boolean readerGone, String... args) {
        server.json("GET /arrays", "[]");
        server.json("GET /arrays/compute", "{\"job_array_id\":\"c\",\"members\":[{\"index\":0}]}");
        server.on("GET /arrays/c/logs/0", 200, "text/plain", "a line\n");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new Stdout(new FullDisk(), () -> readerGone),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of("HOME", directory.toString(), "SPAWN_URL", server.url()),
                        Optional::empty,
                        directory);
        int exitCode = Spawn.run(terminal, args);
        return new CommandResult(exitCode, "", err.toString(StandardCharsets.UTF_8));
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("no space");
        }
    }
}

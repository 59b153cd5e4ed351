package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansCommandTest {
    private static final String TABLE = "INSTANCE  TYPE\ni-1       t3.micro\n";
    private static final String DONE = "INSTANCE  RESULT\ni-1       shutting-down\n";

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() {
        shell = new Shell(directory, server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listsOrphansInEveryForm() {
        String json = "[{\"instance_id\":\"i-1\"},{\"instance_id\":\"i-2\"}]";
        server.view("GET /orphans", TABLE, json);

        assertThat(shell.type("orphans")).isEqualTo(new CommandResult(0, TABLE, ""));
        assertThat(shell.type("orphans", "-o", "json").out()).isEqualTo(json + "\n");
        assertThat(shell.type("orphans", "-o", "name").out()).isEqualTo("i-1\ni-2\n");
    }

    @Test
    void terminatesThoseThatTheQuestionNames() {
        server.json("GET /orphans", "[{\"instance_id\":\"i-1\"},{\"instance_id\":\"i-2\"}]");
        server.with("Spawn-Exit-Code", "4");
        server.on("POST /orphans/terminate", 200, "text/plain", DONE);

        CommandResult refused = shell.withAnswer("no\n").type("orphans", "--terminate");
        CommandResult alone = shell.type("orphans", "--terminate", "--no-input");
        CommandResult done = shell.type("orphans", "--terminate", "--yes");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Terminate 2 orphans (i-1, i-2)?").contains("[y/N]");
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(done).isEqualTo(new CommandResult(4, DONE, ""));
        assertThat(server.last().body()).isEqualTo("{\"instance_ids\":[\"i-1\",\"i-2\"]}");
        assertThat(server.lines()).filteredOn(it -> it.startsWith("POST")).hasSize(1);
    }

    @Test
    void asksAndTerminatesNothingWithoutOrphans() {
        server.view("GET /orphans", "No orphans.\n", "[]");

        assertThat(shell.type("orphans", "--terminate", "--no-input"))
                .isEqualTo(new CommandResult(0, "No orphans.\n", ""));
    }
}

package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyCommandTest {
    private static final String HOOK = "https://hooks.example/T0/s3cr3t";

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
    void testsAReceiver() {
        server.on("POST /notifications/test", 200, "text/plain", "taken\n");
        server.on("POST /notifications/secret", 200, "text/plain", "whsec_x\n");

        CommandResult test = shell.type("notify", "test", HOOK, "--notify-format", "slack");

        assertThat(test).isEqualTo(new CommandResult(0, "taken\n", ""));
        assertThat(server.last().body())
                .isEqualTo("{\"notify\":\"%s\",\"notify_format\":\"slack\"}".formatted(HOOK));
        assertThat(shell.type("notify", "secret")).isEqualTo(new CommandResult(0, "whsec_x\n", ""));
        assertThat(server.last().body()).isEqualTo("{}");
        assertThat(shell.type("notify").exitCode()).isEqualTo(2);
    }

    @Test
    void submissionHasTheUrlInAHeader() throws Exception {
        Files.writeString(directory.resolve("chain.xml"), "<job id=\"chain\"/>");
        server.on("POST /executions", 200, "text/plain", "graph\n");

        shell.type(
                "submit", "chain.xml", "--dry-run", "--notify", HOOK, "--notify-format", "slack");

        assertThat(server.last().line()).doesNotContain("s3cr3t");
        assertThat(server.last().header("Spawn-notify")).contains(HOOK);
        assertThat(server.last().header("Spawn-notify-format")).contains("slack");
        CommandResult blank =
                shell.type("submit", "chain.xml", "--dry-run", "--notify", "https://a b/s3cr3t");
        assertThat(blank.exitCode()).isEqualTo(2);
        assertThat(blank.err()).contains("--notify: empty, or has blanks").doesNotContain("s3cr3t");
    }

    @Test
    void launchPassesItsFlags() {
        server.on("POST /arrays", 200, "text/plain", "plan\n");

        shell.type("launch", "--plan", "--notify", HOOK, "--notify-cost", "5");

        assertThat(server.last().body())
                .contains("\"notify\":\"" + HOOK + "\"")
                .contains("\"notify_cost\":\"5\"");
    }
}

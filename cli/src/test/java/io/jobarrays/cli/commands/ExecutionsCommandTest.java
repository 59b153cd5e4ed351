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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionsCommandTest {
    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() {
        shell = new Shell(directory, server);
        server.view("GET /executions", "table\n", "[{\"id\":2},{\"id\":1}]");
        server.view("GET /executions/2", "stages\n", "{\"id\":2,\"next\":[\"x\"]}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listsWithAndWithoutSubcommand() {
        assertThat(shell.type("executions").out()).isEqualTo("table\n");
        assertThat(shell.type("executions", "list").out()).isEqualTo("table\n");
        assertThat(shell.type("executions", "list", "-o", "name").out()).isEqualTo("2\n1\n");
    }

    @Test
    void listSendsFilters() {
        shell.type(
                "executions",
                "list",
                "--state",
                "FAILED",
                "--definition",
                "chain",
                "--since",
                "2h");

        assertThat(server.lines())
                .containsExactly("GET /executions?state=FAILED&definition=chain&since=2h");
    }

    @Test
    void showsOneExecution() {
        assertThat(shell.type("executions", "show", "2"))
                .isEqualTo(new CommandResult(0, "stages\n", "next: x\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "restart", "abandon"})
    void postsVerbAndShowsResult(String verb) {
        server.on("POST /executions/2/" + verb, 202, "application/json", "{\"id\":2}");

        CommandResult typed = shell.type("executions", verb, "2");

        assertThat(typed).isEqualTo(new CommandResult(0, "stages\n", ""));
        assertThat(server.lines()).startsWith("POST /executions/2/" + verb);
    }

    @Test
    void watchesRestart() {
        server.on("POST /executions/2/restart", 202, "application/json", "");
        server.on(
                "GET /executions/2/events",
                200,
                "text/event-stream",
                "data: {\"text\":\"index 3 again\"}\n\nevent: end\ndata: {\"id\":2,\"exit_code\":0}\n\n");

        CommandResult typed = shell.type("executions", "restart", "2", "--watch");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.err()).contains("index 3 again");
    }

    @Test
    void watchesExecutionThatGoesOn() {
        server.view("GET /executions/5", "stages\n", "{\"id\":5,\"exit_code\":null,\"next\":[]}");
        server.on(
                "GET /executions/5/events",
                200,
                "text/event-stream",
                "data: {\"text\":\"index 3 ended\"}\n\nevent: end\ndata: {\"id\":5,\"exit_code\":4}\n\n");

        CommandResult typed = shell.type("executions", "show", "5", "--watch");

        assertThat(typed).isEqualTo(new CommandResult(4, "stages\n", "index 3 ended\n"));
    }

    @Test
    void watchOfEndedExecutionExitsWithItsCode() {
        server.view("GET /executions/5", "stages\n", "{\"id\":5,\"exit_code\":1,\"next\":[]}");

        CommandResult typed = shell.type("executions", "show", "5", "--watch");

        assertThat(typed).isEqualTo(new CommandResult(1, "stages\n", ""));
        assertThat(server.lines()).doesNotContain("GET /executions/5/events");
    }

    @Test
    void deletesAfterConfirmation() {
        server.on("DELETE /executions/2", 204, "application/json", "");

        assertThat(shell.type("executions", "delete", "2").exitCode()).isEqualTo(2);
        assertThat(shell.withAnswer("n").type("executions", "delete", "2").exitCode()).isEqualTo(1);
        assertThat(server.requests()).isEmpty();
        assertThat(shell.type("executions", "delete", "2", "--yes"))
                .isEqualTo(new CommandResult(0, "", "execution 2: deleted\n"));
        assertThat(server.lines()).containsExactly("DELETE /executions/2");
    }

    @Test
    void saysWhyAnExecutionIsNotDeleted() {
        server.problem("DELETE /executions/2", 409, "execution 2 is STARTED", "");

        CommandResult typed = shell.type("executions", "delete", "2", "--yes");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).isEqualTo("spawn: execution 2 is STARTED\n");
    }

    @Test
    void listPrintsWarnings() {
        server.with("Spawn-Warning", "the disk is 81% full");

        assertThat(shell.type("executions").err()).isEqualTo("warning: the disk is 81% full\n");
        assertThat(shell.type("executions", "-o", "json").err()).isEmpty();
    }

    @Test
    void refusesIdThatIsNoNumber() {
        CommandResult typed = shell.type("executions", "restart", "../arrays");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }
}

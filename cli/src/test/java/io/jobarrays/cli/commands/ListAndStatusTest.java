package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** list, status. */
class ListAndStatusTest {
    private static final String LIST =
            "[{\"job_array_id\":\"compute-1\"},{\"job_array_id\":null,\"name\":\"alone\"}]";

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() {
        shell = new Shell(directory, server);
        server.view("GET /arrays", "Job Arrays:\n", LIST);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listPrintsRenderedTable() {
        CommandResult typed = shell.type("list");

        assertThat(typed).isEqualTo(new CommandResult(0, "Job Arrays:\n", ""));
    }

    @Test
    void listPassesJsonThrough() {
        assertThat(shell.type("list", "-o", "json").out()).isEqualTo(LIST + "\n");
        assertThat(shell.with("SPAWN_OUTPUT", "json").type("list").out()).isEqualTo(LIST + "\n");
    }

    @Test
    void listAsksForMoreColumnsWithOutputWide() {
        server.on("GET /arrays text/plain;wide=true", 200, "text/plain", "with prices\n");

        assertThat(shell.type("list", "-o", "wide").out()).isEqualTo("with prices\n");
    }

    @Test
    void listPrintsOneNameALine() {
        assertThat(shell.type("list", "-o", "name").out()).isEqualTo("compute-1\nalone\n");
    }

    @Test
    void listSendsFilters() {
        shell.type(
                "list",
                "--job-array-name",
                "a b",
                "--job-array-id",
                "x",
                "--state",
                "UP",
                "--region",
                "r");

        assertThat(server.lines()).containsExactly("GET /arrays?name=a%20b&id=x&state=UP&region=r");
    }

    @Test
    void statusShowsArrayAndHints() {
        server.view(
                "GET /arrays/compute%5B0-4%5D",
                "the array\n",
                "{\"exit_code\":4,\"warnings\":[\"it bills\"],\"next\":[\"a\",\"b\",\"c\",\"d\"]}");

        CommandResult typed = shell.type("status", "compute[0-4]");

        assertThat(typed)
                .isEqualTo(
                        new CommandResult(
                                0,
                                "the array\n",
                                "warning: it bills\nnext: a\nnext: b\nnext: c\n"));
    }

    @Test
    void statusExitCodeReportsCompletion() {
        server.view("GET /arrays/over", "over\n", "{\"exit_code\":4}");
        server.view("GET /arrays/going", "going\n", "{\"exit_code\":null}");

        assertThat(shell.type("status", "over", "--check-complete").exitCode()).isEqualTo(4);
        assertThat(shell.type("status", "going", "--check-complete").exitCode()).isEqualTo(3);
    }

    @Test
    void statusWatchesUntilWorkEnds() {
        server.on("GET /arrays/c", 200, "text/plain", "head\n[0] running\n[1] running\n");
        server.on(
                "GET /arrays/c",
                200,
                "text/plain",
                "head\n[0] ended\n[1] running\n".getBytes(StandardCharsets.UTF_8),
                Map.of("Spawn-Exit-Code", "4", "Spawn-Next", "spawn logs c"));

        CommandResult typed = shell.type("status", "c", "--watch", "--check-complete");

        assertThat(typed.out()).isEqualTo("head\n[0] running\n[1] running\n[0] ended\n");
        assertThat(typed.err()).isEqualTo("next: spawn logs c\n");
        assertThat(typed.exitCode()).isEqualTo(4);
    }

    @Test
    void statusRedrawsOnTerminal() {
        server.with("Spawn-Exit-Code", "0").on("GET /arrays/c", 200, "text/plain", "ended\n");

        CommandResult typed = shell.withTerminal().type("status", "c", "--watch");

        assertThat(typed).isEqualTo(new CommandResult(0, "\033[H\033[2Jended\n", ""));
    }

    @Test
    void listWatchesUntilInterrupted() throws InterruptedException {
        Thread watch = Thread.ofVirtual().start(() -> shell.type("list", "--watch"));

        await().until(() -> server.requests().size() == 2);
        watch.interrupt();

        assertThat(watch.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void quietSuppressesHints() {
        server.view("GET /arrays/a", "a\n", "{\"next\":[\"x\"]}");

        assertThat(shell.type("status", "a", "--quiet").err()).isEmpty();
    }
}

package io.jobarrays.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every command: help, mistakes, problems, the forms of output. */
class SpawnTest {
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
    void everyCommandPrintsHelp() {
        for (var command : CommandReference.commands()) {
            List<String> words = List.of(command.qualifiedName().split(" "));
            List<String> rest = words.subList(1, words.size());

            CommandResult typed = shell.type(rest, "--help");

            assertThat(typed.exitCode()).as(command.qualifiedName()).isZero();
            assertThat(typed.out()).contains("Usage: " + command.qualifiedName());
            assertThat(typed.err()).isEmpty();
            if (!rest.isEmpty()) {
                assertThat(shell.type(List.of("help"), rest.toArray(String[]::new)).out())
                        .isEqualTo(typed.out());
            }
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void printsHelpWithoutCommand() {
        assertThat(shell.type().out()).contains("Usage: spawn").contains("outputs");
        assertThat(shell.type("help").out()).isEqualTo(shell.type().out());
    }

    @Test
    void refusesAnEmptySelector() {
        for (String verb : List.of("status", "terminate", "stop", "logs", "outputs", "replace")) {
            CommandResult typed = shell.type(verb, "");

            assertThat(typed.exitCode()).as(verb).isEqualTo(2);
            assertThat(typed.err()).as(verb).isNotBlank().doesNotContain("Exception");
        }
        assertThat(server.requests()).isEmpty();
    }

    /** The JDK reads a Latin-1 byte as U+FFFD. */
    @Test
    void refusesAnArgumentThatIsNotUtf8() {
        CommandResult typed = shell.type("launch", "--command", "echo caf\ufffd", "--name", "one");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("is not UTF-8");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void printsVersion() {
        assertThat(shell.type("--version"))
                .isEqualTo(new CommandResult(0, "spawn development\n", ""));
        assertThat(shell.type("version")).isEqualTo(shell.type("--version"));
        assertThat(shell.type("version", "-o", "json").out())
                .isEqualTo("{\"version\":\"development\"}\n");
    }

    @Test
    void refusesInvalidArgumentsInOneSentence() {
        refused("Unknown option: '--cuont=8'", "launch", "--cuont=8");
        refused("Unmatched argument at index 0: 'lits'; did you mean list?", "lits");
        refused("Missing required parameter: 'SELECTOR'", "status");
        refused("Missing required parameter for option '--count' (N)", "launch", "--count");
        refused("\"spawn why\" is not in this version", "why", "chain");
        refused("-o yaml is not in this version", "list", "-o", "yaml");
        refused("-o: \"xml\" is not an output format", "list", "-o", "xml");
        refused("profiles are not in this version", "list", "--profile", "work");
        refused("there is no command \"lits\"", "help", "lits");
        refused("--url: \"nowhere\" is not a URL", "list", "--url", "nowhere");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void reportsUsageErrorsAsJson() {
        for (String form : List.of("-ojson", "-o=json", "--output=json")) {
            CommandResult typed = shell.type("list", "--mistyped", form);

            assertThat(typed.exitCode()).isEqualTo(2);
            assertThat(JsonValue.parse(typed.out()).number("exit_code")).contains(2);
        }
    }

    @Test
    void reportsServerProblemsUnchanged() {
        server.problem("GET /arrays/x", 404, "there is no array x", ",\"exit_code\":8");

        CommandResult table = shell.type("status", "x");
        CommandResult json = shell.type("status", "x", "-o", "json");

        assertThat(table).isEqualTo(new CommandResult(8, "", "spawn: there is no array x\n"));
        assertThat(json.exitCode()).isEqualTo(8);
        assertThat(JsonValue.parse(json.out()).text("code")).contains("SPAWN-X");
        assertThat(json.err()).isEqualTo(table.err());
    }

    @Test
    void derivesExitCodeFromStatus() {
        int[][] codes = {
            {400, 2}, {401, 7}, {403, 7}, {404, 8}, {413, 2}, {422, 2}, {409, 1}, {500, 1}
        };
        for (int[] code : codes) {
            server.problem("GET /arrays/s" + code[0], code[0], "no", "");

            assertThat(shell.type("status", "s" + code[0]).exitCode()).isEqualTo(code[1]);
        }
    }

    @Test
    void reportsResponsesWithoutProblemDocument() {
        server.on("GET /arrays", 502, "text/html", "<html>");

        CommandResult typed = shell.type("list", "-o", "json");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).contains("was answered with 502");
        assertThat(JsonValue.parse(typed.out()).number("status")).contains(502);
    }

    @Test
    void namesRemedyWhenControlPlaneIsUnreachable() {
        server.close();

        CommandResult typed = shell.type("list", "-o", "json");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err())
                .isEqualTo(
                        "spawn: GET /api/v1/arrays: no answer from the control plane at %s (connection refused); start one with \"spawn up\", or check --url and SPAWN_URL\n"
                                .formatted(server.url()));
        assertThat(JsonValue.parse(typed.out()).text("code")).contains("SPAWN-UNREACHABLE");
    }

    @Test
    void flagsOverrideEnvironment() {
        try (StubServer other = new StubServer()) {
            other.json("GET /arrays", "[]");
            shell.with("SPAWN_TOKEN_URL", other.url());

            CommandResult typed = shell.type("list", "-o", "json", "--url", other.url() + "/");

            assertThat(typed.out()).isEqualTo("[]\n");
            assertThat(other.last().header("Authorization")).contains("Bearer secret");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void sendsTokenOnlyToTheControlPlaneThatItBelongsTo() {
        try (StubServer other = new StubServer()) {
            List<CommandResult> attempts =
                    List.of(
                            shell.type("list", "--url", other.url()),
                            shell.type("connect", "x", "--url", other.url() + "/"),
                            shell.with("SPAWN_TOKEN_URL", server.url())
                                    .with("SPAWN_URL", other.url())
                                    .type("list"),
                            shell.type("env"));

            assertThat(attempts)
                    .allSatisfy(
                            it -> {
                                assertThat(it.exitCode()).as(it.err()).isEqualTo(2);
                                assertThat(it.err())
                                        .startsWith(
                                                "spawn: SPAWN_TOKEN belongs to %s and is not sent to %s"
                                                        .formatted(server.url(), other.url()));
                            });
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void doesNotFollowRedirects() {
        try (StubServer other = new StubServer()) {
            server.on(
                    "GET /arrays",
                    307,
                    "text/plain",
                    new byte[0],
                    Map.of("Location", other.url() + "/api/v1/arrays"));

            assertThat(shell.type("list").exitCode()).isEqualTo(1);

            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void acceptsGlobalFlagsAnywhere() {
        server.json("GET /arrays", "[]");

        assertThat(shell.type("-o", "json", "--quiet", "list").out()).isEqualTo("[]\n");
        assertThat(shell.type("list", "--quiet", "-o", "json").out()).isEqualTo("[]\n");
    }

    private void refused(String sentence, String... args) {
        CommandResult typed = shell.type(args);

        assertThat(typed.exitCode()).as(sentence).isEqualTo(2);
        assertThat(typed.err()).startsWith("spawn: " + sentence).hasLineCount(1);
        assertThat(typed.out()).isEmpty();
    }
}

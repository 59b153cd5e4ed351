package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import io.jobarrays.cli.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitCommandTest {
    private static final String NEWS = "id: 1\ndata: {\"text\":\"preprocess [3] EXIT_0\"}\n\n";

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() throws IOException {
        shell = new Shell(directory, server);
        Files.writeString(directory.resolve("chain.xml"), "<job id=\"chain\"/>");
        server.on("POST /executions", 201, "application/json", view("null"));
        server.view("GET /executions/4", "stages\n", view("0"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void submitsFileWithParameters() {
        CommandResult typed =
                shell.type("submit", "chain.xml", "--param", "lr=0.1 & more", "--param", "n=");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).isEqualTo("stages\n");
        assertThat(typed.err()).isEqualTo("next: spawn executions show 4\n");
        StubServer.Request request = server.requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /executions?param.lr=0.1%20%26%20more&param.n=");
        assertThat(request.body()).isEqualTo("<job id=\"chain\"/>");
        assertThat(request.header("Content-type")).contains("application/xml");
    }

    @Test
    void submitsStdin() {
        byte[] xml = "<job id=\"piped\"/>".getBytes(StandardCharsets.UTF_8);

        CommandResult typed = shell.withInput(new ByteArrayInputStream(xml)).type("submit", "-");

        assertThat(typed.exitCode()).isZero();
        assertThat(server.requests().getFirst().body()).isEqualTo("<job id=\"piped\"/>");
    }

    @Test
    void uploadsFilesThatServerLacks() throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("train.py"), "pass");

        shell.type("submit", "chain.xml", "--files", "files");
        String sha256 = server.lines().getFirst().replace("HEAD /bundles/", "");

        assertThat(sha256).matches("[0-9a-f]{64}");
        assertThat(server.lines().get(1)).isEqualTo("PUT /bundles/" + sha256);
    }

    @Test
    void skipsUploadOfKnownFiles() throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("train.py"), "pass");
        shell.type("submit", "chain.xml", "--files", "files");
        String sha256 = server.lines().getFirst().replace("HEAD /bundles/", "");
        server.on("HEAD /bundles/" + sha256, 200, "application/json", "");
        int before = server.requests().size();

        shell.type("submit", "chain.xml", "--files", "files");

        assertThat(server.lines().subList(before, before + 2))
                .containsExactly("HEAD /bundles/" + sha256, "POST /executions?files=" + sha256);
    }

    @Test
    void watchPrintsEventsAndExitsWithServersCode() {
        events(NEWS + "event: end\ndata: " + view("1") + "\n\n");

        CommandResult typed = shell.type("submit", "chain.xml", "--watch");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).contains("preprocess [3] EXIT_0");
        assertThat(typed.out()).isEqualTo("stages\n");
    }

    @Test
    void dryRunPrintsWarnings() {
        server.with("Spawn-Warning", "a key?");
        server.on("POST /executions?dryRun=true", 200, "text/plain", "graph\n");

        CommandResult typed = shell.type("submit", "chain.xml", "--dry-run");

        assertThat(typed).isEqualTo(new CommandResult(0, "graph\n", "warning: a key?\n"));
    }

    @Test
    void waitKeepsQuietMeanwhile() {
        events(NEWS + "event: end\ndata: " + view("0") + "\n\n");

        CommandResult typed = shell.type("submit", "chain.xml", "--wait");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.err()).doesNotContain("EXIT_0");
    }

    @Test
    void waitsUntilInstancesAreTerminated() {
        events("event: end\ndata: " + view("null") + "\n\n");

        assertThat(shell.type("submit", "chain.xml", "--watch").exitCode()).isZero();
    }

    @Test
    void watchPrintsJson() {
        events(NEWS + "event: end\ndata: " + view("0") + "\n\n");

        CommandResult typed = shell.type("submit", "chain.xml", "--watch", "-o", "json");

        assertThat(JsonValue.parse(typed.out()).number("exit_code")).contains(0);
    }

    @Test
    void dryRunStartsNothing() {
        server.on("POST /executions?dryRun=true text/plain", 200, "text/plain", "fine\n");

        CommandResult typed = shell.type("submit", "chain.xml", "--dry-run");

        assertThat(typed.out()).isEqualTo("fine\n");
        assertThat(server.lines()).containsExactly("POST /executions?dryRun=true");
    }

    @Test
    void dryRunHasNothingToWaitFor() {
        CommandResult typed = shell.type("submit", "chain.xml", "--dry-run", "--watch");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("--dry-run starts nothing").contains("leave out --watch");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void watchDrawsTheStagesOnATerminal() {
        server.on("POST /executions?param.n=1", 201, "application/json", "{\"id\":5}");
        server.on("GET /executions/5/events", 200, "text/event-stream", NEWS);
        server.on("GET /executions/5 text/plain", 200, "text/plain", "stages\n");
        server.json("GET /executions/5 application/json", running());
        server.json("GET /executions/5 application/json", "{\"id\":5,\"exit_code\":1}");
        shell.withTerminal(60, 20).with("NO_COLOR", "1");

        CommandResult typed = shell.type("submit", "chain.xml", "--param", "n=1", "--watch");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.out()).isEqualTo("stages\n");
        assertThat(typed.err())
                .contains("execution 5 has started\n")
                .contains("preprocess  ##=")
                .contains("\033[K\n")
                .contains("A\033[J");
    }

    @Test
    void watchDrawsNothingWhenQuietOrDumb() {
        events(NEWS + "event: end\ndata: " + view("0") + "\n\n");

        assertThat(shell.withTerminal().type("submit", "chain.xml", "--watch", "--quiet").err())
                .isEmpty();
        assertThat(shell.with("TERM", "dumb").type("submit", "chain.xml", "--watch").err())
                .contains("preprocess [3] EXIT_0")
                .doesNotContain("\033");
    }

    @Test
    void printsFindingsWithLineAndColumn() {
        server.problem(
                "POST /executions?param.p=1",
                422,
                "2 mistakes",
                ",\"errors\":[{\"line\":3,\"column\":7,\"message\":\"no step b\"},{\"message\":\"whole\"}]");

        CommandResult typed = shell.type("submit", "chain.xml", "--param", "p=1");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("spawn: 2 mistakes\n3:7 no step b\nwhole\n");
    }

    @Test
    void startsStoredDefinition() throws IOException {
        Files.createDirectory(directory.resolve("chain"));

        CommandResult typed =
                shell.type(
                        "submit",
                        "chain@2",
                        "--param",
                        "lr=0.1",
                        "--after",
                        "3",
                        "--notify",
                        "https://example.org/x");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).isEqualTo("stages\n");
        StubServer.Request request = server.requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /executions");
        assertThat(request.header("Content-type")).contains("application/json");
        assertThat(request.body())
                .isEqualTo(
                        "{\"definition\":\"chain\",\"version\":2,\"parameters\":{\"lr\":\"0.1\"},\"after\":\"3\",\"notify\":\"https://example.org/x\"}");
    }

    @Test
    void fileWinsOverDefinition() throws IOException {
        Files.writeString(directory.resolve("chain"), "<job id=\"file\"/>");

        shell.type("submit", "chain");

        assertThat(server.requests().getFirst().body()).isEqualTo("<job id=\"file\"/>");
    }

    @Test
    void dryRunOfStoredDefinitionChecksItsXml() {
        server.on("GET /definitions/chain?version=2", 200, "application/xml", "<job/>");
        server.on("POST /executions?dryRun=true", 200, "text/plain", "graph\n");

        CommandResult typed = shell.type("submit", "chain@2", "--dry-run");

        assertThat(typed.out()).isEqualTo("graph\n");
        assertThat(server.last().body()).isEqualTo("<job/>");
    }

    @Test
    void namesWhatIsNeitherFileNorDefinition() {
        server.problem("POST /executions", 404, "there is no definition \"none\"", "");
        Shell other = new Shell(directory, server);

        CommandResult typed = other.type("submit", "none", "--dry-run");

        assertThat(typed.exitCode()).isEqualTo(8);
        assertThat(typed.err())
                .isEqualTo(
                        "spawn: there is neither a file none nor a definition none; name an existing file, or a definition that spawn definitions list shows\n");
        assertThat(server.last().line()).isEqualTo("HEAD /definitions/none");
        assertThat(server.last().header("Accept")).contains("*/*");
        assertThat(shell.type("submit", "no/ne").err())
                .contains("there is no file no/ne, and that is no name of a definition either");
    }

    @Test
    void namesMissingFile() {
        CommandResult typed = shell.type("submit", "none.xml");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("spawn: FILE.xml: there is no file none.xml\n");
        assertThat(server.requests()).isEmpty();
    }

    private void events(String text) {
        server.on("GET /executions/4/events", 200, "text/event-stream", text);
    }

    private static String running() {
        return """
        {"id":5,"definition":"chain","version":1,"state":"STARTED","exit_code":null,
        "created_at":"2026-01-13T10:00:00Z","cost_usd":0.01,"stages":[{"id":"preprocess",
        "state":"STARTED","failed":null,"progress":{"succeeded":2,"running":1,
        "started_at":"2026-01-13T10:00:00Z","remaining_seconds":5,"cost_usd":0.01}}]}
        """;
    }

    private static String view(String exitCode) {
        return "{\"id\":4,\"exit_code\":%s,\"next\":[\"spawn executions show 4\"]}"
                .formatted(exitCode);
    }
}

package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsCommandTest {
    private static final String JOB = "<!-- a chain -->\n<job id=\"chain\"/>";

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() throws IOException {
        shell = new Shell(directory, server);
        Files.writeString(directory.resolve("chain.xml"), JOB);
        server.view("GET /definitions", "table\n", "[{\"name\":\"b\"},{\"name\":\"a\"}]");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listsWithAndWithoutSubcommand() {
        assertThat(shell.type("definitions").out()).isEqualTo("table\n");
        assertThat(shell.type("definitions", "list").out()).isEqualTo("table\n");
        assertThat(shell.type("definitions", "list", "-o", "name").out()).isEqualTo("b\na\n");
        assertThat(shell.type("definitions", "list", "-o", "json").out())
                .isEqualTo("[{\"name\":\"b\"},{\"name\":\"a\"}]\n");
    }

    @Test
    void showsXmlOfOneVersion() {
        server.on("GET /definitions/chain", 200, "application/xml", JOB);
        server.on("GET /definitions/chain?version=2&expanded=true", 200, "application/xml", "five");

        assertThat(shell.type("definitions", "show", "chain").out()).isEqualTo(JOB + "\n");
        assertThat(shell.type("definitions", "show", "chain@v2", "--expanded").out())
                .isEqualTo("five\n");
        assertThat(shell.type("definitions", "show", "chain", "-o", "json").err())
                .contains("definitions show prints XML");
    }

    @ParameterizedTest
    @CsvSource({"true, chain: stored as version 3", "false, chain: version 3 has the same content"})
    void storesUnderTheIdOfTheJob(boolean created, String sentence) {
        server.with("Spawn-Warning", "a key?");
        stored(created);

        CommandResult typed = shell.type("definitions", "put", "chain.xml");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).startsWith(sentence);
        assertThat(typed.err()).isEqualTo("warning: a key?\n");
        assertThat(server.last().line()).isEqualTo("PUT /definitions/chain");
        assertThat(server.last().body()).isEqualTo(JOB);
        assertThat(server.last().header("Content-type")).contains("application/xml");
        assertThat(server.last().header("If-match")).isEmpty();
    }

    @Test
    void putSendsExpectedVersionAndDryRun() {
        stored(true);

        CommandResult typed =
                shell.withInput(new ByteArrayInputStream(JOB.getBytes(StandardCharsets.UTF_8)))
                        .type("definitions", "put", "-", "--if-match", "2", "--dry-run");

        assertThat(typed.out()).isEqualTo("chain: valid; it would be stored as version 3\n");
        assertThat(server.last().line()).isEqualTo("PUT /definitions/chain?dryRun=true");
        assertThat(server.last().header("If-match")).contains("\"v2\"");
        assertThat(shell.type("definitions", "put", "chain.xml", "-o", "name").out())
                .isEqualTo("chain@3\n");
    }

    @Test
    void putNamesWhatIsNoJob() throws IOException {
        Files.writeString(directory.resolve("text.xml"), "no");
        Files.writeString(directory.resolve("anonymous.xml"), "<job/>");

        assertThat(shell.type("definitions", "put", "text.xml").err())
                .isEqualTo("spawn: text.xml is not XML: line 1, column 1\n");
        Files.write(
                directory.resolve("latin.xml"),
                "<!-- caf\u00e9 --><job/>".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(shell.type("definitions", "put", "latin.xml").err())
                .startsWith(
                        "spawn: latin.xml is not XML: line 1, column 9: the byte 0xE9 is not UTF-8");
        assertThat(shell.type("definitions", "put", "anonymous.xml").err())
                .contains("its first tag has no id");
        assertThat(shell.type("definitions", "put", "chain.xml", "--if-match", "x").exitCode())
                .isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void deletesAfterConfirmation() {
        server.on("DELETE /definitions/chain", 204, "application/json", "");

        assertThat(shell.type("definitions", "delete", "chain").exitCode()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
        CommandResult typed =
                shell.type("definitions", "delete", "chain", "--if-match", "v2", "--yes");

        assertThat(typed).isEqualTo(new CommandResult(0, "", "chain: deleted\n"));
        assertThat(server.last().header("If-match")).contains("\"v2\"");
        assertThat(shell.type("definitions", "delete", "chain@2", "--yes").err())
                .contains("is deleted with all its versions");
    }

    @Test
    void deletePrintsWhyItIsRefused() {
        server.problem("DELETE /definitions/chain", 409, "executions 3, 4 have not ended", "");

        CommandResult typed = shell.type("definitions", "delete", "chain", "--yes");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).isEqualTo("spawn: executions 3, 4 have not ended\n");
    }

    private void stored(boolean created) {
        server.json(
                "PUT /definitions/chain",
                "{\"name\":\"chain\",\"version\":3,\"created\":%s}".formatted(created));
    }
}

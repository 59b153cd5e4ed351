package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphCommandTest {
    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() throws IOException {
        shell = new Shell(directory, server);
        Files.writeString(directory.resolve("chain.xml"), "<job id=\"chain\"/>");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "table, text",
        "wide, text",
        "json, json",
        "dot, dot",
        "mermaid, mermaid",
        "svg, svg"
    })
    void drawsExecutionInEachForm(String output, String format) {
        server.on("GET /executions/4/graph?format=" + format, 200, "text/plain", "drawn\n");

        assertThat(shell.type("graph", "4", "-o", output))
                .isEqualTo(new CommandResult(0, "drawn\n", ""));
    }

    @Test
    void drawsStoredVersion() {
        server.on("GET /definitions/chain/graph", 200, "text/plain", "drawn\n");

        assertThat(shell.type("graph", "chain@2").out()).isEqualTo("drawn\n");
        assertThat(server.last().line())
                .isEqualTo("GET /definitions/chain/graph?version=2&format=text");
    }

    @Test
    void drawsFileWithoutStoringIt() {
        server.with("Spawn-Warning", "a key?");
        server.on("PUT /definitions/chain", 200, "text/plain", "drawn\n");

        CommandResult typed = shell.type("graph", "chain.xml");

        assertThat(typed).isEqualTo(new CommandResult(0, "drawn\n", "warning: a key?\n"));
        assertThat(server.lines())
                .containsExactly("PUT /definitions/chain?dryRun=true&format=text");
        assertThat(server.last().body()).isEqualTo("<job id=\"chain\"/>");
    }

    @Test
    void refusesFormatsThatAreNoGraph() {
        assertThat(shell.type("graph", "4", "-o", "name").err()).contains("is no form of a graph");
        assertThat(shell.type("graph", "4", "-o", "csv").exitCode()).isEqualTo(2);
        assertThat(shell.type("list", "-o", "svg").err())
                .contains("-o svg is only for spawn graph");
        assertThat(server.requests()).isEmpty();
    }
}

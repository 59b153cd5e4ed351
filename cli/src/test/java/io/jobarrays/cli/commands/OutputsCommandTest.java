package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import io.jobarrays.cli.files.BundleArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsCommandTest {
    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() throws IOException {
        shell = new Shell(directory, server);
        server.json("GET /executions?limit=1", "[{\"id\":12}]");
        server.json("GET /executions/12/outputs", LIST);
        Path source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("model.json"), "{}");
        try (BundleArchive bundle = BundleArchive.pack(source)) {
            byte[] archive = Files.readAllBytes(bundle.file());
            for (String part : new String[] {"a/0", "a/1", "train/0"}) {
                server.on("GET /executions/12/outputs/" + part, 200, "application/gzip", archive);
            }
            server.json("GET /arrays/compute/outputs", "[{\"index\":3}]");
            server.on("GET /arrays/compute/outputs/3", 200, "application/gzip", archive);
        }
    }

    private static final String LIST =
            "[{\"stage\":\"a\",\"index\":0},{\"stage\":\"a\",\"index\":1},{\"stage\":\"train\",\"index\":0}]";

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void fetchesNewestExecutionAndPrintsFiles() {
        CommandResult typed = shell.type("outputs");

        assertThat(typed.out())
                .isEqualTo(
                        """
                        spawn-outputs-12/a/0/model.json
                        spawn-outputs-12/a/1/model.json
                        spawn-outputs-12/train/0/model.json
                        """);
        assertThat(directory.resolve("spawn-outputs-12/train/0/model.json")).hasContent("{}");
    }

    @Test
    void fetchesSelectedStageAndIndexes() {
        CommandResult typed =
                shell.type("outputs", "12", "--stage", "a", "--index", "1-5", "-d", "here");

        assertThat(typed.out()).isEqualTo("here/a/1/model.json\n");
    }

    @Test
    void fetchesOutputsOfArray() {
        assertThat(shell.type("outputs", "compute", "-d", "x").out()).isEqualTo("x/3/model.json\n");
    }

    @Test
    void printsTheTableOfTheServer() {
        server.on("GET /executions/12/table text/plain", 200, "text/plain", "index\n0\n");
        server.on("GET /executions/12/table?stage=a text/csv", 200, "text/csv", "index\r\n0\r\n");
        server.on(
                "GET /arrays/search/table?file=r.json&sort=loss%3Adesc application/json",
                200, "application/json", "[]");

        assertThat(shell.type("outputs", "--table").out()).isEqualTo("index\n0\n");
        assertThat(shell.type("outputs", "--stage", "a", "12", "--table", "-o", "csv").out())
                .isEqualTo("index\r\n0\r\n");
        assertThat(
                        shell.type(
                                        List.of("outputs", "search", "--table", "r.json"),
                                        "--sort",
                                        "loss:desc",
                                        "-o",
                                        "json")
                                .out())
                .isEqualTo("[]\n");
        assertThat(shell.type("outputs", "--table", "12").out()).isEqualTo("index\n0\n");
    }

    @Test
    void refusesFlagsOfTheTableWithoutIt() {
        assertThat(shell.type("outputs", "12", "--sort", "loss").err())
                .contains("only for a table; add --table");
        assertThat(shell.type("outputs", "12", "-o", "csv").exitCode()).isEqualTo(2);
        assertThat(shell.type("list", "-o", "csv").err())
                .contains("-o csv is only for spawn outputs --table");
        assertThat(shell.type("outputs", "12", "--table", "model.pt").err())
                .contains("neither a .json nor a .csv file");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void listsFilesThatMembersSentElsewhere() {
        server.json(
                "GET /arrays/remote/outputs",
                "[{\"index\":3,\"place\":\"file:///d/a/3\",\"listed\":[{\"name\":\"x y\",\"bytes\":3000000000,\"sha256\":\"ab\"}]}]");

        CommandResult typed = shell.type("outputs", "remote");

        assertThat(typed.out()).isEqualTo("ab   3000000000 file:///d/a/3/x y\n");
        assertThat(directory.resolve("spawn-outputs-remote")).doesNotExist();
    }

    @Test
    void reportsWhenNothingWasCollected() {
        CommandResult typed = shell.type("outputs", "12", "--stage", "other", "-o", "json");

        assertThat(typed)
                .isEqualTo(
                        new CommandResult(
                                0, "[]\n", "spawn: no matching outputs were collected\n"));
    }

    @Test
    void refusesUnsafeStageNames() {
        server.json("GET /executions/13/outputs", "[{\"stage\":\"../../out\",\"index\":0}]");

        CommandResult typed = shell.type("outputs", "13");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(directory.resolveSibling("out")).doesNotExist();
    }
}

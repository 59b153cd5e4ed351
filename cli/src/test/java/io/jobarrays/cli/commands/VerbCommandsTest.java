package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** extend, stop, start, hibernate, replace, retry, scale, terminate. */
class VerbCommandsTest {
    private static final String DONE = "[0] done\n";

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

    /** As they stand in the seed's "Management Commands", with what is sent for each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extend --job-array-name compute 4h     | /arrays/compute/extend    | {'duration':'4h'}",
                "extend --job-array-id c-2026-abc 2h    | /arrays/c-2026-abc/extend | {'duration':'2h'}",
                "extend compute-0 2h                    | /arrays/compute-0/extend  | {'duration':'2h'}",
                "extend 2h --job-array-name compute     | /arrays/compute/extend    | {'duration':'2h'}",
                "stop --job-array-name compute --detach | /arrays/compute/stop      | {}",
                "stop i-abc123 --detach                 | /arrays/i-abc123/stop     | {}",
                "start --job-array-id c-2026 --detach   | /arrays/c-2026/start      | {}",
                "hibernate compute[0-3,7] --detach      | /arrays/compute%5B0-3%2C7%5D/hibernate | {}",
                "replace compute-5 --yes                | /arrays/compute-5/replace | {}",
                "retry compute --failed                 | /arrays/compute/retry     | {'failed':true}",
                "terminate compute --yes                | /arrays/compute/terminate | {}",
            })
    void sendsArgumentsAndPrintsAnswer(String line, String path, String body) {
        server.on("POST " + path, 200, "text/plain", DONE);

        CommandResult typed = shell.type(line.split(" ", -1));

        assertThat(typed).isEqualTo(new CommandResult(0, DONE, ""));
        assertThat(server.lines()).containsExactly("POST " + path);
        assertThat(server.last().body()).isEqualTo(body.replace('\'', '"'));
    }

    @Test
    void exitsWithServersCodeAndPrintsHints() {
        server.with("Spawn-Exit-Code", "4").with("Spawn-Next", "spawn status compute");
        server.on("POST /arrays/compute/extend", 200, "text/plain", DONE);

        CommandResult typed = shell.type("extend", "compute", "2h");

        assertThat(typed).isEqualTo(new CommandResult(4, DONE, "next: spawn status compute\n"));
    }

    @Test
    void printsResultsAsJsonAndByName() {
        String rows =
                "[{\"name\":\"compute-0\",\"ok\":true},{\"name\":\"compute-1\",\"ok\":false}]";
        server.on("POST /arrays/compute/extend application/json", 200, "application/json", rows);

        assertThat(shell.type("extend", "compute", "2h", "-o", "json").out())
                .isEqualTo(rows + "\n");
        assertThat(shell.type("extend", "compute", "2h", "-o", "name").out())
                .isEqualTo("compute-0\ncompute-1\n");
    }

    @Test
    void asksForARowPerMemberWithOutputWide() {
        server.on("POST /arrays/compute/extend text/plain;wide=true", 200, "text/plain", DONE);

        CommandResult typed = shell.type("extend", "compute", "2h", "-o", "wide");

        assertThat(typed).isEqualTo(new CommandResult(0, DONE, ""));
    }

    @Test
    void reportsMissingArguments() {
        refused("say which: SELECTOR D, --job-array-name NAME D or", "extend");
        refused("say which: SELECTOR D, --job-array-name NAME D or", "extend", "2h");
        refused("say which: SELECTOR D,", "extend", "a", "--job-array-name", "b", "2h");
        refused("say which: SELECTOR N,", "scale", "compute");
        refused("say which: SELECTOR, --job-array-name NAME or", "stop");
        refused("--timeout: \"soon\" is not a duration", "stop", "compute", "--timeout", "soon");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"terminate,Terminate compute?", "replace,Replace compute"})
    void asksBeforeIrreversibleVerbs(String verb, String question) {
        server.on("POST /arrays/compute/" + verb, 200, "text/plain", DONE);

        CommandResult refused = shell.withAnswer("no\n").type(verb, "compute");
        CommandResult alone = shell.type(verb, "compute", "--no-input");
        CommandResult done = shell.withAnswer("y\n").type(verb, "compute");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains(question).contains("[y/N]");
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(done.out()).isEqualTo(DONE);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void scaleAsksOnlyWhenMembersAreTerminated() {
        server.json("GET /arrays/compute", "{\"size\":8}");
        server.on("POST /arrays/compute/scale", 200, "text/plain", DONE);

        CommandResult larger = shell.type("scale", "compute", "12");
        CommandResult same = shell.type("scale", "--job-array-name", "compute", "8");
        CommandResult refused = shell.withAnswer("n\n").type("scale", "compute", "3");

        assertThat(larger.out()).isEqualTo(DONE);
        assertThat(same.out()).isEqualTo(DONE);
        assertThat(server.requests().get(1).body()).isEqualTo("{\"size\":12}");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Scale compute down and terminate [3-7]?");
        assertThat(server.lines()).filteredOn(it -> it.startsWith("POST")).hasSize(2);
    }

    @Test
    void refusesInTheLanguageOfTheCommandLine() {
        refused(
                "retry runs only the work of failed members again; add --failed",
                "retry",
                "compute");
        for (String size : List.of("many", "1.5", "-1", "", "12345678901")) {
            refused("\"%s\" is not a number of members".formatted(size), "scale", "compute", size);
        }
        assertThat(server.requests()).isEmpty();
    }

    private void refused(String sentence, String... args) {
        CommandResult typed = shell.type(args);

        assertThat(typed.exitCode()).as(sentence).isEqualTo(2);
        assertThat(typed.err()).startsWith("spawn: " + sentence).hasLineCount(1);
        assertThat(typed.out()).isEmpty();
    }
}

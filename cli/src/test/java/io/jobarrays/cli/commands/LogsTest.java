package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.StubServer;
import io.jobarrays.cli.Typed;
import io.jobarrays.cli.Typed.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() {
        shell = new Shell(directory, server);
        for (String selector : new String[] {"compute", "compute-1", "i-1"}) {
            server.json("GET /arrays/" + selector, view("0"));
        }
        server.on("GET /arrays/c-1/logs/0", 200, "text/plain", "a\nb\n");
        server.on("GET /arrays/c-1/logs/1", 200, "text/plain", "c");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void prefixesEachLineWithItsIndex() {
        Typed typed = shell.type("logs", "compute");

        assertThat(typed).isEqualTo(new Typed(0, "[0] a\n[0] b\n[1] c\n", ""));
    }

    @Test
    void givesTheLogOfOneMemberAsItIs() {
        assertThat(shell.type("logs", "compute-1").out()).isEqualTo("c");
        assertThat(shell.type("logs", "i-1").out()).isEqualTo("c");
        assertThat(shell.type("logs", "compute[0]").out()).isEqualTo("a\nb\n");
    }

    @Test
    void showsOnlyMembersThatFailed() {
        assertThat(shell.type("logs", "compute", "--failed").out()).isEqualTo("c");
    }

    @Test
    void followsUntilTheEndFromWhereItWas() {
        server.json("GET /arrays/going", view("null"));
        server.json("GET /arrays/going", view("null"));
        server.json("GET /arrays/going", view("0"));
        server.on("GET /arrays/c-1/logs/0?offset=4", 200, "text/plain", "late\n");
        server.on("GET /arrays/c-1/logs/0?offset=9", 200, "text/plain", "");
        server.on("GET /arrays/c-1/logs/1?offset=1", 200, "text/plain", "d\n");
        server.on("GET /arrays/c-1/logs/1?offset=3", 200, "text/plain", "");

        Typed typed = shell.type("logs", "going", "-f");

        assertThat(typed.out()).isEqualTo("[0] a\n[0] b\n[0] late\n[1] cd\n");
    }

    @Test
    void refusesASetThatIsNone() {
        Typed typed = shell.type("logs", "compute[x]");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("\"[x]\" is not a set of indexes");
    }

    private static String view(String exitCode) {
        return """
        {"job_array_id":"c-1","name":"compute","exit_code":%s,"members":[
         {"index":0,"name":"compute-0","instance_id":"i-0","exit_status":"EXIT_0"},
         {"index":1,"name":"compute-1","instance_id":"i-1","exit_status":"EXIT_7"}]}\
        """
                .formatted(exitCode);
    }
}

package io.jobarrays.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import io.jobarrays.cli.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchCommandTest {
    private static final String ID = "compute-20260113-abc123";
    private static final String ARRAY = "GET /arrays/" + ID;
    private static final String NEWS =
            "data: {\"text\":\"[0] running\"}\n\nevent: end\ndata: {}\n\n";

    @TempDir Path directory = Path.of("");
    private final StubServer server = new StubServer();
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void serve() {
        shell = new Shell(directory, server);
        server.on("POST /arrays", 202, "application/json", view("null", "null"));
        server.on(ARRAY + "/events", 200, "text/event-stream", NEWS);
        server.on(ARRAY + " text/plain", 200, "text/plain", "the table\n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void sendsFlagsAsTyped() {
        shell.type(
                List.of("launch", "--detach", "--count", "8", "--job-array-name", "compute"),
                "--command",
                "echo \"$X\"\n'é'",
                "--env=A=b=c",
                "--env=D=",
                "--collect=*.json",
                "--collect=out/**",
                "--spot");

        assertThat(spec())
                .isEqualTo(
                        JsonValue.parse(
                                """
                                {"count":8,"job_array_name":"compute",
                                 "command":"echo \\"$X\\"\\n'é'","spot":true,
                                 "env":{"A":"b=c","D":""},"collect":["*.json","out/**"]}\
                                """));
    }

    @Test
    void readsUserDataFileAsText() throws IOException {
        Path script = directory.resolve("setup.sh");
        Files.writeString(script, "#!/bin/sh\nset -e\ntest --count 3\n");

        shell.type("launch", "--detach", "--name", "one", "--user-data", "@" + script);

        assertThat(spec().get("user_data"))
                .isEqualTo(new JsonValue.Text("#!/bin/sh\nset -e\ntest --count 3\n"));
    }

    @Test
    void readsTheRowsOfASweepAndSendsAGridAsTyped() throws IOException {
        Files.writeString(directory.resolve("params.csv"), "lr\n0.1");

        shell.type("launch", "--detach", "--job-array-name", "a", "--sweep", "@params.csv");
        assertThat(spec().get("sweep")).isEqualTo(new JsonValue.Text("lr\n0.1\n"));

        shell.type("launch", "--plan", "--job-array-name", "a", "--sweep", "lr=1,2");
        assertThat(JsonValue.parse(server.last().body()).get("sweep"))
                .isEqualTo(new JsonValue.Text("lr=1,2"));
        assertThat(shell.type("launch", "--sweep", "@missing.csv"))
                .isEqualTo(
                        new CommandResult(2, "", "spawn: --sweep: there is no file missing.csv\n"));
    }

    @Test
    void leavesBadNumbersToTheServer() {
        for (String count : List.of("abc", "1e3", "99999999999", "007")) {
            shell.type("launch", "--plan", "--count", count);

            assertThat(JsonValue.parse(server.last().body()).get("count"))
                    .isEqualTo(new JsonValue.Text(count));
        }
    }

    @Test
    void sendsTokenAndIdempotencyKey() {
        shell.type("launch", "--count", "1", "--detach");

        StubServer.Request request = server.requests().getFirst();
        assertThat(request.header("Authorization")).contains("Bearer secret");
        assertThat(request.header("Idempotency-key")).isPresent();
        assertThat(request.header("Content-type")).contains("application/json");
    }

    @Test
    void returnsWhenPeersArePublished() {
        server.json(ARRAY + " application/json", view("null", "null"));
        server.json(ARRAY + " application/json", view("0", "null"));

        CommandResult typed = shell.type("launch", "--count", "8");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).isEqualTo("the table\n");
        assertThat(typed.err()).contains("next: spawn status compute");
    }

    @Test
    void exitsWithServersCodeOnFailedLaunch() {
        server.json(ARRAY + " application/json", view("null", "null"));
        server.json(ARRAY + " application/json", view("5", "null"));

        assertThat(shell.type("launch", "--count", "8").exitCode()).isEqualTo(5);
    }

    @Test
    void waitsForLastMember() {
        server.json(ARRAY + " application/json", view("0", "null"));
        server.json(ARRAY + " application/json", view("0", "1"));

        CommandResult typed = shell.type("launch", "--count", "8", "--wait");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).contains("[0] running");
    }

    @Test
    void printsWarningsOnce() {
        String warned = view("0", "null").replaceFirst("}$", ",\"warnings\":[\"a key?\"]}");
        server.on("POST /arrays application/json", 202, "application/json", warned);
        server.json(ARRAY + " application/json", view("0", "null"));

        for (String[] flags : new String[][] {{}, {"--detach"}}) {
            assertThat(shell.type(List.of("launch", "--count", "8"), flags).err())
                    .containsOnlyOnce("warning: a key?\n");
        }
    }

    @Test
    void detachReturnsImmediately() {
        CommandResult typed = shell.type("launch", "--count", "8", "--detach");

        assertThat(typed.exitCode()).isZero();
        assertThat(server.lines()).containsExactly("POST /arrays", ARRAY);
    }

    @Test
    void planLaunchesNothing() {
        server.on("POST /arrays?plan=true text/plain", 200, "text/plain", "8 x t3.micro\n");

        CommandResult typed = shell.type("launch", "--count", "8", "--plan");

        assertThat(typed.out()).isEqualTo("8 x t3.micro\n");
        assertThat(server.lines()).containsExactly("POST /arrays?plan=true");
    }

    @Test
    void printsWarningsOfPlan() {
        server.on("POST /arrays?plan=true text/plain", 200, "text/plain", "8 x t3.micro\n");
        server.with("Spawn-Warning", "no deadline ends it");

        CommandResult typed = shell.type("launch", "--count", "8", "--plan");

        assertThat(typed.out()).isEqualTo("8 x t3.micro\n");
        assertThat(typed.err()).isEqualTo("warning: no deadline ends it\n");
    }

    @Test
    void readsUserDataFromItsFile() throws IOException {
        Files.writeString(directory.resolve("setup.sh"), "#!/bin/bash\necho $X ü\n");

        shell.type("launch", "--user-data", "@setup.sh", "--detach");

        assertThat(spec().text("user_data")).contains("#!/bin/bash\necho $X ü\n");
    }

    @Test
    void readsCommandsFromTheirFiles() throws IOException {
        Files.writeString(directory.resolve("work.sh"), "cd /data\necho $X ü\n");
        Files.writeString(directory.resolve("save.sh"), "sync\n");

        shell.type(
                "launch",
                "--command",
                "@work.sh",
                "--on-interrupt",
                "@save.sh",
                "--spot",
                "--detach");

        assertThat(spec().text("command")).contains("cd /data\necho $X ü\n");
        assertThat(spec().text("on_interrupt")).contains("sync\n");
    }

    @Test
    void sendsCommandThatIsNoFileAsTyped() {
        shell.type("launch", "--command", " @work.sh", "--detach");

        assertThat(spec().text("command")).contains(" @work.sh");
    }

    @Test
    void readsUserDataFromStdin() {
        byte[] script = "#!/bin/sh\necho piped\n".getBytes(StandardCharsets.UTF_8);
        shell.withInput(new ByteArrayInputStream(script));

        shell.type("launch", "--user-data", "@-", "--detach");

        assertThat(spec().text("user_data")).contains("#!/bin/sh\necho piped\n");
    }

    @Test
    void unpacksUserData() throws IOException {
        try (OutputStream file = Files.newOutputStream(directory.resolve("setup.sh.gz"));
                GZIPOutputStream packed = new GZIPOutputStream(file)) {
            packed.write("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        }

        shell.type("launch", "--user-data", "@setup.sh.gz", "--detach");

        assertThat(spec().text("user_data")).contains("#!/bin/sh\n");
    }

    @Test
    void refusesInvalidFlagsInOneSentence() throws IOException {
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0});

        refused("--user-data: there is no file none.sh", "--user-data", "@none.sh");
        refused(
                "--user-data: \"setup.sh\" names no file; write --user-data @FILE",
                "--user-data",
                "setup.sh");
        refused("user-data: binary is not text in UTF-8", "--user-data", "@binary");
        refused("--command: there is no file none.sh", "--command", "@none.sh");
        refused("--command: binary is not text in UTF-8", "--command", "@binary");
        refused("--env: \"novalue\" is not a pair; write NAME=VALUE", "--env", "novalue");
        refused("--env: A is given twice; give it once", "--env", "A=1", "--env", "A=2");
        refused("--wait and --detach contradict each other; give one", "--wait", "--detach");
        refused("--files: there is no directory", "--files", "none");
        assertThat(server.requests()).isEmpty();
    }

    private JsonValue spec() {
        return JsonValue.parse(server.requests().getFirst().body());
    }

    private void refused(String sentence, String... flags) {
        CommandResult typed = shell.type(List.of("launch"), flags);

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).startsWith("spawn: " + sentence).hasLineCount(1);
        assertThat(typed.out()).isEmpty();
    }

    private static String view(String launchExitCode, String exitCode) {
        return """
        {"id":"%s","name":"compute","launch_exit_code":%s,"exit_code":%s,
         "next":["spawn status compute"]}\
        """
                .formatted(ID, launchExitCode, exitCode);
    }
}

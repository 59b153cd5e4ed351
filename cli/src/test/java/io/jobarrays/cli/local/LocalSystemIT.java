package io.jobarrays.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.PackagedCli;
import io.jobarrays.cli.StubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** up, down and env with the packaged program, and with processes in place of server and cloud. */
class LocalSystemIT {
    @TempDir Path directory = Path.of("");
    private InstallationFixture installed = new InstallationFixture(Path.of(""), Path.of(""));

    @BeforeEach
    void install() throws IOException {
        installed = InstallationFixture.in(directory);
    }

    @AfterEach
    void end() throws IOException {
        Files.deleteIfExists(installed.state().resolve("arrays.json"));
        installed.spawn("down", "--yes");
    }

    @Test
    void upStartsBothOnceAndDownRemovesBoth() {
        CommandResult first = installed.spawn("up");
        long server = installed.server();
        long cloud = installed.cloud();
        CommandResult second = installed.spawn("up", "-o", "json");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains(installed.view("server.json").text("url").orElse("?"));
        assertThat(second.out()).contains("\"started\":false");
        assertThat(installed.server()).isEqualTo(server);
        assertThat(installed.cloud()).isEqualTo(cloud);

        CommandResult down = installed.spawn("down");

        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(RunningProgram.find(server, "")).isEmpty();
        assertThat(RunningProgram.find(cloud, "")).isEmpty();
        assertThat(installed.spawn("down").err()).contains("nothing was running");
    }

    @Test
    void upAwaitsServerThatRunsButIsNotReadyAndSaysWhy() throws IOException {
        installed.spawn("up");
        Files.writeString(
                installed.state().resolve("not-ready.json"),
                """
                {"status":"DOWN","checks":[{"name":"database","status":"DOWN",
                 "data":{"reason":"the disk is full"}},{"name":"other","status":"UP"}]}
                """);

        CommandResult second = installed.spawn("up");

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err())
                .contains("the control plane is not ready: database: the disk is full\n");
    }

    @Test
    void passesClockFileOfCloudToServer() throws IOException {
        installed.spawn("up");

        assertThat(Files.readString(installed.state().resolve("server.log")))
                .contains(" and " + installed.state().resolve("cloud/clock"));
    }

    @Test
    void passesJvmOptionsOfTheUserToBothPrograms() throws IOException {
        Map<String, String> env = new HashMap<>(installed.env());
        env.put("SPAWN_JAVA_OPTIONS", " -Duser.option=given  -Xmx200m ");

        assertThat(installed.spawn(env, "up").exitCode()).isZero();

        assertThat(Files.readString(installed.state().resolve("server.log")))
                .contains("option given");
        for (long program : new long[] {installed.server(), installed.cloud()}) {
            assertThat(Files.readString(Path.of("/proc/" + program + "/cmdline")))
                    .containsSubsequence("-Xmx", "-Xmx200m", "-jar");
        }
    }

    @Test
    void namedDirectoryForInstancesWithoutProcessesMustExist() throws IOException {
        Path named = Files.createDirectories(directory.resolve("of instances"));

        CommandResult missing =
                installed.spawn("up", "--scale-directory", directory.resolve("missing").toString());
        CommandResult found =
                installed.spawn("up", "--scale", "--scale-directory", named.toString());

        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err())
                .contains(
                        "missing: this is not a directory that you can write; name one that exists");
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.err()).contains("--command 'echo hello'");
        assertThat(Files.readString(Path.of("/proc/" + installed.cloud() + "/cmdline")))
                .contains("\0--scale-directory\0" + named + "\0");
    }

    @Test
    void downDeletesFilesOfInstancesThatAKilledCloudHasLeft() throws IOException {
        Path named = Files.createDirectories(directory.resolve("of instances"));
        Path left = Files.createDirectories(named.resolve("spawn-scale-1"));
        Files.createFile(left.resolve("file"));
        assertThat(installed.spawn("up").exitCode()).isZero();
        Files.createSymbolicLink(installed.state().resolve("cloud/scale"), left);

        ProcessHandle.of(installed.cloud()).orElseThrow().destroyForcibly();
        assertThat(installed.spawn("down").exitCode()).isZero();

        assertThat(named).isEmptyDirectory();
    }

    @Test
    void cloudEndsWhenItHasNoMemory() throws IOException {
        assertThat(installed.spawn("up").exitCode()).isZero();

        assertThat(Files.readString(Path.of("/proc/" + installed.cloud() + "/cmdline")))
                .contains("-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void commandStartsServerOnDemand() {
        CommandResult typed = installed.spawn("list", "-o", "json");

        assertThat(typed.exitCode()).as(typed.err()).isZero();
        assertThat(typed.out()).isEqualTo("[]\n");
        assertThat(typed.err()).contains("no control plane was running, so one was started");
        assertThat(installed.spawn("list").err()).isEmpty();
    }

    @Test
    void upRestartsKilledServerOnly() {
        installed.spawn("up");
        long server = installed.server();
        long cloud = installed.cloud();
        var url = installed.view("server.json").text("url");
        kill(server);

        installed.spawn("up");

        assertThat(installed.server()).isNotEqualTo(server);
        assertThat(installed.cloud()).isEqualTo(cloud);
        assertThat(installed.view("server.json").text("url")).isEqualTo(url);
    }

    @Test
    void upRestartsKilledCloudOnly() {
        installed.spawn("up");
        long server = installed.server();
        var endpoint = installed.view("cloud/cloud.json").text("endpoint");
        kill(installed.cloud());

        installed.spawn("up");

        assertThat(installed.server()).isEqualTo(server);
        assertThat(installed.view("cloud/cloud.json").text("endpoint")).isEqualTo(endpoint);
    }

    @Test
    void devModeOfTheCheckoutIsFoundAndLeftAlone() throws IOException {
        installed.spawn("up");
        Path state = installed.state();
        // The program of a dev mode has another name than the one that "spawn up" starts.
        Process devMode = new ProcessBuilder("sh", "-c", "read end", "server-dev.jar").start();
        Path server = state.resolve("server.json");
        String own = Files.readString(server);
        try {
            Path file = installed.home().resolve("target/dev-mode");
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, devMode.pid() + "\n" + state + "\n");
            Files.writeString(
                    server,
                    own.replace("\"pid\":" + installed.server(), "\"pid\":" + devMode.pid()));

            CommandResult up = installed.spawn("up", "-o", "json");
            CommandResult down = installed.spawn("down", "--yes");
            CommandResult elsewhere =
                    installed.spawn(Map.of("HOME", "" + directory, "XDG_STATE_HOME", ""), "list");

            assertThat(up.out()).contains("\"started\":false");
            assertThat(down.exitCode()).isEqualTo(1);
            assertThat(down.err()).contains("end dev mode with Ctrl-C in its terminal");
            assertThat(elsewhere.exitCode()).as(elsewhere.err()).isZero();
            assertThat(directory.resolve(".local")).doesNotExist();
        } finally {
            Files.writeString(server, own);
            devMode.destroyForcibly();
            devMode.onExit().join();
        }
    }

    @Test
    void sharedDirectoriesAreKeptForACloudThatIsStartedAgain() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Path other = Files.createDirectory(directory.resolve("other"));

        CommandResult first = installed.spawn("up", "--share", shared.toString());
        CommandResult another = installed.spawn("up", "--share", other.toString());
        CommandResult again = installed.spawn("up", "--share", shared.toString());
        kill(installed.cloud());
        installed.spawn("up");
        installed.spawn("down", "--yes");
        installed.spawn("up");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(another.exitCode()).isEqualTo(2);
        assertThat(another.err()).contains(other + ": the local cloud runs already without it");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(Files.readAllLines(installed.state().resolve("cloud.log")))
                .extracting(line -> line.contains("--share, " + shared))
                .containsExactly(true, true, false);
    }

    @Test
    void directoriesAreExposedAlsoWhileTheCloudRuns() throws IOException {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path two = Files.createDirectory(directory.resolve("two"));
        Path list = installed.state().resolve("cloud/exposed");

        CommandResult first = installed.spawn("up", "--expose", one.toString());
        CommandResult second = installed.spawn("up", "--expose", two.toString());
        CommandResult both =
                installed.spawn("up", "--share", two.toString(), "--expose", two.toString());

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(list).hasContent(one + "\n" + two);
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains(two + " is shared with --share");
        installed.spawn("down", "--yes");
        assertThat(list).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/", "/etc", "/proc/self", "/usr/share", "/tmp", ""})
    void directoryThatInstancesCannotReadIsRefused(String typed) {
        CommandResult refused = installed.spawn("up", "--expose", typed);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).startsWith("spawn: --expose " + typed + ": ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/",
                "/etc",
                "/proc/self",
                "/usr/share",
                "/dev/shm",
                "/tmp",
                "",
                ".."
            })
    void directoryThatInstancesCannotHaveIsRefused(String typed) {
        String path = typed.equals("..") ? installed.state().resolve("..").toString() : typed;

        CommandResult refused = installed.spawn("up", "--share", path);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).startsWith("spawn: --share " + path + ": ").hasLineCount(1);
    }

    @Test
    void concurrentCallsStartOneSystem() throws IOException {
        Process one = installed.start("up");
        Process two = installed.start("up");

        assertThat(PackagedCli.finish(one).exitCode()).isZero();
        assertThat(PackagedCli.finish(two).exitCode()).isZero();
        assertThat(Files.readAllLines(installed.state().resolve("server.log"))).hasSize(1);
        assertThat(Files.readAllLines(installed.state().resolve("cloud.log"))).hasSize(1);
    }

    @Test
    void upPrintsLogTailOnFailure() throws IOException {
        Files.createFile(installed.state().resolve("fail"));

        CommandResult typed = installed.spawn("up");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err())
                .contains("the control plane ended with code 3")
                .contains("server.log")
                .contains("the database does not start");
    }

    @Test
    void downAsksWhileArraysAreLive() throws IOException {
        installed.spawn("up");
        Files.writeString(
                installed.state().resolve("arrays.json"),
                "[{\"job_array_id\":\"c-1\",\"state\":\"RUNNING\"},{\"job_array_id\":\"c-0\",\"state\":\"ENDED\"}]");

        CommandResult refused = installed.spawn("down", "--no-input");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("One array is live (c-1)").contains("--yes");
        assertThat(RunningProgram.find(installed.server(), "")).isPresent();
        assertThat(installed.spawn("down", "--yes").exitCode()).isZero();
    }

    @Test
    void envExportsServerAndCloud() {
        installed.spawn("up");
        String script =
                "eval \"$(\"$@\" env)\"; echo $SPAWN_URL $SPAWN_TOKEN $SPAWN_TOKEN_URL $AWS_ENDPOINT_URL \"$AWS_SECRET_ACCESS_KEY\" $SPAWN_DNS";
        List<String> command =
                List.of(
                        "sh",
                        "-c",
                        script,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-jar",
                        PackagedCli.DIRECTORY.resolve("spawn.jar").toString());

        CommandResult typed = PackagedCli.finish(PackagedCli.start(command, installed.env()));

        assertThat(typed.out())
                .isEqualTo(
                        "%s token-of-this-user %s %s it's $ecret %s\n"
                                .formatted(
                                        installed.view("server.json").text("url").orElse("?"),
                                        installed.view("server.json").text("url").orElse("?"),
                                        installed
                                                .view("cloud/cloud.json")
                                                .text("endpoint")
                                                .orElse("?"),
                                        installed
                                                .view("cloud/cloud.json")
                                                .text("dns")
                                                .orElse("?")));
    }

    @Test
    void refusesWrongToken() {
        installed.spawn("up");
        Map<String, String> env =
                Map.of("XDG_STATE_HOME", directory.resolve("state").toString(), "SPAWN_TOKEN", "x");

        CommandResult typed = PackagedCli.spawn(installed.home(), env, "list");

        assertThat(typed).isEqualTo(new CommandResult(7, "", "spawn: wrong token\n"));
    }

    @Test
    void sendsLocalTokenToLocalServerOnly() {
        installed.spawn("up");
        try (var other = new StubServer()) {
            installed.spawn("--url", other.url(), "list");

            assertThat(other.last().header("Authorization")).isEmpty();
        }
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}

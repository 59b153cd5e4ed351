package io.jobarrays.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./spawn} in a checkout whose Maven is a stand-in that counts its calls. */
class SpawnScriptIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String TRAINING =
            "agent/src/test/java/io/jobarrays/agent/AgentTraining.java";

    @TempDir Path temporary = Path.of("");
    private Path checkout = Path.of("");

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Files.createDirectories(temporary.resolve("check out"));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.copy(ROOT.resolve(".mvn/find-jdk.sh"), checkout.resolve(".mvn/find-jdk.sh"));
        Files.copy(
                ROOT.resolve("spawn"),
                checkout.resolve("spawn"),
                StandardCopyOption.COPY_ATTRIBUTES);
        for (String source :
                new String[] {
                    "contract/src/A.java",
                    "extensions/A.java",
                    "local-cloud/A.java",
                    "agent/A.java",
                    TRAINING,
                    "cli/src/main/A.java",
                    "cli/src/test/ATest.java",
                    "src/main/A.java"
                }) {
            write(source, "");
        }
        write("pom.xml", "");
        write(
                "mvnw",
                """
                #!/bin/sh
                cd "$(dirname "$0")"
                echo built >>calls
                echo '[INFO] Building Job arrays: CLI 1.0   [1/1]'
                [ ! -e broken ] || { echo '[ERROR] it does not compile'; exit 1; }
                mkdir -p cli/target/spawn src/target/quarkus-app local-cloud/target/local-cloud agent/target
                cp -r '%s/.' cli/target/spawn
                touch src/target/quarkus-app/quarkus-run.jar local-cloud/target/local-cloud/local-cloud.jar
                touch agent/target/spored.tar.gz
                """
                        .formatted(PackagedCli.DIRECTORY));
        executable("mvnw");
    }

    @Test
    void buildsOnFirstCallOnly() throws IOException {
        CommandResult first = spawn();
        CommandResult second = spawn();

        assertThat(first.err())
                .isEqualTo(
                        "spawn: building (first time, about two minutes)\nspawn: building CLI\n");
        assertThat(first.out()).startsWith("spawn ");
        assertThat(second).isEqualTo(new CommandResult(0, first.out(), ""));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void rebuildsForNewerSourceButNotForTest() throws IOException {
        spawn();
        touch("cli/src/test/ATest.java");
        spawn();
        assertThat(builds()).isEqualTo(1);

        touch("src/main/A.java");
        assertThat(spawn().err()).startsWith("spawn: building what changed\n");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void rebuildsForNewerTrainingOfTheAgentsCache() throws IOException {
        spawn();
        touch(TRAINING);

        assertThat(spawn().err()).startsWith("spawn: building what changed\n");
    }

    @Test
    void reportsBuildFailure() throws IOException {
        write("broken", "");

        CommandResult typed = spawn();

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err())
                .contains("[ERROR] it does not compile\n")
                .contains("spawn: the build failed; all of it is in " + checkout);

        Files.delete(checkout.resolve("broken"));
        assertThat(spawn().exitCode()).isZero();
    }

    @Test
    void runsThroughSymbolicLinks() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), checkout.resolve("spawn"));
        Path again = Files.createSymbolicLink(temporary.resolve("again"), Path.of("link"));

        assertThat(run(link).exitCode()).isZero();
        assertThat(run(again).err()).isEmpty();
    }

    @Test
    void concurrentFirstCallsBuildOnce() throws IOException {
        Process one = start(checkout.resolve("spawn"));
        Process two = start(checkout.resolve("spawn"));

        assertThat(PackagedCli.finish(one).exitCode()).isZero();
        assertThat(PackagedCli.finish(two).exitCode()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    /** A JVM without stdin opens a file of its own as number 0, and commands read that. */
    @Test
    void saysThatTheCurrentDirectoryIsGone() {
        CommandResult typed =
                PackagedCli.finish(
                        PackagedCli.start(
                                List.of(
                                        "sh",
                                        "-c",
                                        "mkdir '%1$s/gone'; cd '%1$s/gone'; rmdir '%1$s/gone'; exec '%1$s/spawn' version"
                                                .formatted(checkout)),
                                Map.of()));

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err())
                .endsWith(
                        "spawn: the current directory does not exist any more; cd to one that does\n");
    }

    @Test
    void opensClosedStandardFilesBeforeTheJvmStarts() throws IOException {
        spawn();
        write("jdk/release", "JAVA_VERSION=\"25\"\n");
        write("jdk/bin/javac", "");
        executable("jdk/bin/javac");
        write(
                "jdk/bin/java",
                "#!/bin/sh\nls -l /proc/$$/fd | sed -n 's/.* \\([012] -> .*\\)/\\1/p' >\"$OPENED\"\n");
        executable("jdk/bin/java");
        Path opened = checkout.resolve("opened");
        Map<String, String> env =
                Map.of(
                        "JAVA_HOME",
                        checkout.resolve("jdk").toString(),
                        "OPENED",
                        opened.toString());

        PackagedCli.finish(
                PackagedCli.start(
                        List.of(
                                "sh",
                                "-c",
                                "'%s' <&- >&- 2>&-".formatted(checkout.resolve("spawn"))),
                        env));

        assertThat(Files.readAllLines(opened))
                .containsExactly("0 -> /dev/null", "1 -> /dev/null", "2 -> /dev/null");
    }

    @Test
    void runsExistingBuildWithoutWritePermission() throws IOException {
        spawn();
        touch("src/main/A.java");
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path path : all.filter(it -> !Files.isSymbolicLink(it)).toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
            }
        }
        List<String> asNobody =
                System.getProperty("user.name").equals("root")
                        ? List.of("setpriv", "--reuid", "65534", "--clear-groups", "sh")
                        : List.of("sh");

        CommandResult typed =
                PackagedCli.finish(
                        PackagedCli.start(
                                Stream.concat(
                                                asNobody.stream(),
                                                Stream.of(
                                                        checkout.resolve("spawn").toString(),
                                                        "--version"))
                                        .toList(),
                                Map.of("HOME", "/")));
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path path : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }

        assertThat(typed.out()).startsWith("spawn ");
        assertThat(typed.err()).contains("is not yours to build; running what is there");
    }

    private CommandResult spawn() {
        return run(checkout.resolve("spawn"));
    }

    private CommandResult run(Path script) {
        return PackagedCli.finish(start(script));
    }

    private Process start(Path script) {
        return PackagedCli.start(List.of(script.toString(), "--version"), Map.of());
    }

    private long builds() throws IOException {
        return Files.readAllLines(checkout.resolve("calls")).size();
    }

    private void write(String name, String text) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private void touch(String name) throws IOException {
        Files.setLastModifiedTime(
                checkout.resolve(name), FileTime.from(Instant.now().plusSeconds(1)));
    }

    private void executable(String name) throws IOException {
        Files.setPosixFilePermissions(
                checkout.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

package io.jobarrays.amazon.localcloud.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateUseTest {
    @TempDir Path state = Path.of("");

    @Test
    void directoryWithoutLocalCloudIsFree() throws IOException {
        assertThat(StateUse.objection(state)).isEmpty();

        Files.createDirectories(state.resolve("cloud"));
        Files.createFile(state.resolve("cloud/lock"));
        Files.writeString(state.resolve("cloud/cloud.json"), "{\"pid\":1}");

        assertThat(StateUse.objection(state)).as("after a kill").isEmpty();
    }

    @Test
    void lockedDirectoryIsInUseByTheLocalCloudOrItsDevMode() throws Exception {
        Path cloud = Files.createDirectories(state.resolve("cloud"));
        Process other = lockInOtherProcess(cloud.resolve("lock"));
        try {
            assertThat(objection()).contains("in use by a local cloud that is starting or ending");

            Files.writeString(cloud.resolve("cloud.json"), "{\"pid\":41}");

            assertThat(objection())
                    .isEqualTo(
                            "the state directory %s is in use by the local cloud with process id 41; end it with ./spawn down, or set XDG_STATE_HOME to another directory"
                                    .formatted(state));

            Files.writeString(cloud.resolve("cloud.json"), "{\"pid\":41,\"parent\":40}");

            assertThat(objection())
                    .contains("in use by dev mode with process id 40; end it with Ctrl-C, or");
            assertThat(cloud.resolve("cloud.json")).exists();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(StateUse.objection(state)).isEmpty();
    }

    @Test
    void oneDevModeOfASourceTreeRuns() throws Exception {
        DevModeFile file = new DevModeFile(state.resolve("target/dev-mode"));
        assertThat(file.objection()).isEmpty();

        file.write(Path.of("/s"));

        assertThat(Files.readAllLines(file.path()))
                .containsExactly("" + ProcessHandle.current().pid(), "/s");
        assertThat(file.objection()).as("its own").isEmpty();

        Process other = new ProcessBuilder("sh", "-c", "read end", "server-dev.jar").start();
        Process reused = new ProcessBuilder("sh", "-c", "read end").start();
        try {
            Files.writeString(file.path(), other.pid() + "\n/s\n");
            assertThat(file.objection().orElse(""))
                    .contains("runs already with process id " + other.pid());

            Files.writeString(file.path(), reused.pid() + "\n/s\n");
            assertThat(file.objection()).as("a reused process id").isEmpty();
        } finally {
            other.destroyForcibly().waitFor();
            reused.destroyForcibly().waitFor();
        }
        file.delete();
        assertThat(file.objection()).isEmpty();
    }

    private String objection() {
        return StateUse.objection(state).orElse("");
    }

    /** A lock of this process would be an {@code OverlappingFileLockException}. */
    private static Process lockInOtherProcess(Path file) throws IOException {
        String program =
                """
                import fcntl, sys
                file = open(sys.argv[1], "w")
                fcntl.lockf(file, fcntl.LOCK_EX)
                print("locked", flush=True)
                sys.stdin.read()
                """;
        Process process =
                new ProcessBuilder(List.of("python3", "-c", program, file.toString())).start();
        assertThat(process.inputReader().readLine()).isEqualTo("locked");
        return process;
    }
}

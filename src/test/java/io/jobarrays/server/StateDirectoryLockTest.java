package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.problems.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryLockTest {
    @TempDir Path directory = Path.of("");

    @Test
    void refusesDirectoryThatLivingProcessHasLocked() throws Exception {
        Process other = lockInOtherProcess();
        try {
            assertThatThrownBy(() -> StateDirectoryLock.acquire(directory))
                    .isInstanceOf(Refused.class)
                    .hasMessage(
                            "the state directory %s is in use by the control plane with process id"
                                    + " %d; stop that one with \"spawn down\", or set"
                                    + " XDG_STATE_HOME to another directory",
                            directory, other.pid());
            assertThat(directory.toFile().list()).containsExactly("server.lock");
        } finally {
            kill(other);
        }
    }

    @Test
    void locksDirectoryAfterItsProcessWasKilled() throws Exception {
        kill(lockInOtherProcess());

        StateDirectoryLock lock = StateDirectoryLock.acquire(directory);
        try {
            assertThat(directory.resolve("server.lock"))
                    .hasContent("" + ProcessHandle.current().pid());
        } finally {
            lock.close();
        }
    }

    @Test
    void secondServerOfSameDirectoryExitsBeforeItTouchesTheDatabase() throws Exception {
        Process first = lockInOtherProcess();
        Path postgres = Files.createDirectory(directory.resolve("postgres"));
        try {
            Process second =
                    java(
                                    "-Dspawn.state-dir=" + directory,
                                    "-Dquarkus.ec2.endpoint-override=http://127.0.0.1:1",
                                    "-Dquarkus.route53.endpoint-override=http://127.0.0.1:1",
                                    Main.class.getName())
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(output).contains("spawn: the state directory", "" + first.pid());
            assertThat(output).doesNotContain("\tat ");
            assertThat(postgres).isEmptyDirectory();
        } finally {
            kill(first);
        }
    }

    /** Process with the lock, which it keeps until it is killed. */
    static final class LockingProcess {
        public static void main(String... args) throws IOException {
            StateDirectoryLock lock = StateDirectoryLock.acquire(Path.of(args[0]));
            System.out.println("locked");
            System.in.read();
            lock.close();
        }
    }

    private Process lockInOtherProcess() throws IOException {
        Process process =
                java(LockingProcess.class.getName(), directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.inputReader().readLine()).isEqualTo("locked");
        return process;
    }

    private static ProcessBuilder java(String... arguments) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(java.toString());
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
        builder.command().addAll(List.of(arguments));
        return builder;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}

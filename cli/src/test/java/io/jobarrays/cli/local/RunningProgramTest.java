package io.jobarrays.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningProgramTest {
    @Test
    void endsAProgramThatDoesAsItIsAsked() throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();

        assertThat(RunningProgram.living(process.pid(), "sleep")).isPresent();
        assertThat(new RunningProgram(process.pid(), "sleep").end(Duration.ofSeconds(5))).isTrue();
        assertThat(RunningProgram.living(process.pid(), "sleep")).isEmpty();
    }

    @Test
    void makesAProgramEndThatDoesNotListen() throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "trap '' TERM; echo deaf; read x").start();
        process.inputReader().readLine();

        assertThat(new RunningProgram(process.pid(), "deaf").end(Duration.ofMillis(100))).isTrue();
    }

    @Test
    void leavesAnotherProgramAloneThatGotTheSameNumber() throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();

        RunningProgram gone = new RunningProgram(process.pid(), "quarkus-run.jar");

        assertThat(gone.end(Duration.ofSeconds(1))).isTrue();
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly();
    }
}

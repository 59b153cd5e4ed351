package io.jobarrays.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningProgramTest {
    @Test
    void terminatesProgramOnSigterm() throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();

        assertThat(RunningProgram.find(process.pid(), "sleep")).isPresent();
        assertThat(new RunningProgram(process.pid(), "sleep").terminate(Duration.ofSeconds(5)))
                .isTrue();
        assertThat(RunningProgram.find(process.pid(), "sleep")).isEmpty();
    }

    @Test
    void killsProgramThatIgnoresSigterm() throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "trap '' TERM; echo deaf; read x").start();
        process.inputReader().readLine();

        assertThat(new RunningProgram(process.pid(), "deaf").terminate(Duration.ofMillis(100)))
                .isTrue();
    }

    @Test
    void doesNotTerminateProgramWithReusedPid() throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();

        RunningProgram gone = new RunningProgram(process.pid(), "quarkus-run.jar");

        assertThat(gone.terminate(Duration.ofSeconds(1))).isTrue();
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly();
    }
}

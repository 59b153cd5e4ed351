package io.jobarrays.agent.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunTest {
    @TempDir Path machine = Path.of("");
    private final StringBuilder log = new StringBuilder();
    private final CountDownLatch printed = new CountDownLatch(1);

    @Test
    void endsWithFirstExit() throws Exception {
        assertThat(run("echo one; exit 3; echo two")).isEqualTo(new ExitReason.Exit(3));
        assertThat(log).hasToString("one\n");
    }

    @Test
    void endsWithZeroAfterLastStatement() throws Exception {
        assertThat(run("echo one")).isEqualTo(new ExitReason.Exit(0));
    }

    @Test
    void killEndsWithSignal() throws Exception {
        assertThat(run("kill SEGV; exit 0")).isEqualTo(new ExitReason.Signal(11));
    }

    @Test
    void writesAndReadsFilesOfTheMachine() throws Exception {
        assertThat(run("write out/a.bin 10000; read out/a.bin; write /srv/b 0; read /srv/b"))
                .isEqualTo(new ExitReason.Exit(0));

        assertThat(machine.resolve("work/out/a.bin")).hasSize(10_000);
        assertThat(machine.resolve("srv/b")).isEmptyFile();
        assertThat(log.toString().lines())
                .first()
                .asString()
                .startsWith("out/a.bin: 10000 bytes, SHA-256 ");
    }

    @Test
    void writeLeavesOtherHardLinksOfTheFile() throws Exception {
        Path shared = Files.writeString(machine.resolve("shared"), "of all machines");
        Files.createLink(machine.resolve("linked"), shared);

        run("write /linked 5");

        assertThat(shared).hasContent("of all machines");
        assertThat(machine.resolve("linked")).hasSize(5);
    }

    @Test
    void missingFileEndsWithOne() throws Exception {
        assertThat(run("read none; exit 0")).isEqualTo(new ExitReason.Exit(1));
        assertThat(log).hasToString("read: none is not a file\n");
    }

    @Test
    void refusesPathsOutsideOfTheMachine() {
        assertThatThrownBy(() -> run("write ../../other 5")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> run("read /../../etc/hosts")).isInstanceOf(Refusal.class);
    }

    @Test
    void signalEndsWaitingRun() throws Exception {
        ScriptRun run = newRun(Duration.ofMinutes(1));
        CompletableFuture<ExitReason> end =
                CompletableFuture.supplyAsync(() -> runTo(run, "echo begun; forever; exit 0"));
        assertThat(printed.await(1, TimeUnit.MINUTES)).isTrue();

        run.kill(15);
        run.kill(9);

        assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(new ExitReason.Signal(15));
    }

    @Test
    void killsRunAtItsLimit() throws Exception {
        ScriptRun run = newRun(Duration.ofMillis(50));

        assertThat(run.run(ScaleScript.parse("sleep 1h; exit 0").statements(0, 1)))
                .isEqualTo(new ExitReason.Signal(9));
    }

    private ExitReason run(String script) throws Exception {
        return newRun(Duration.ofMinutes(1)).run(ScaleScript.parse(script).statements(0, 1));
    }

    private static ExitReason runTo(ScriptRun run, String script) {
        try {
            return run.run(ScaleScript.parse(script).statements(0, 1));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ScriptRun newRun(Duration limit) {
        return new ScriptRun(
                new ScriptFiles(new RootDirectory(machine), machine.resolve("work")),
                text -> {
                    log.append(text);
                    printed.countDown();
                },
                limit);
    }
}

package io.jobarrays.agent.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentJvm;
import io.jobarrays.agent.host.Uptime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Load of real programs in their own namespaces, as on an instance of the local cloud. */
@Execution(ExecutionMode.CONCURRENT)
class LoadMetersTest {
    private static final String IDLE = "idle";
    private static final Duration SPAN = Duration.ofSeconds(4);
    private static final int MAX_SPANS = 30;

    /** Below the share that one of a dozen busy programs gets of a machine. */
    private static final int CPU_THRESHOLD_PERCENT = 3;

    @TempDir Path disk = Path.of("");

    @Test
    void busyLoopIsActivity() throws Exception {
        assertThat(measure("while :; do :; done", "cpu")).contains("cpu");
    }

    @Test
    void sleepingProcessIsIdle() throws Exception {
        assertThat(measure("sleep 600", IDLE)).isEqualTo(IDLE);
    }

    @Test
    void pollingLoopIsIdle() throws Exception {
        assertThat(measure("while ! [ -e never ]; do sleep 1; done", IDLE)).isEqualTo(IDLE);
    }

    @Test
    void periodicDiskWritesAreActivity() throws Exception {
        assertThat(
                        measure(
                                "while :; do dd if=/dev/zero of=f bs=256k count=1 2>/dev/null; sleep 0.5; done",
                                "disk"))
                .contains("disk")
                .doesNotContain("cpu");
    }

    @Test
    void manyShortProcessesAreActivity() throws Exception {
        assertThat(
                        measure(
                                "while :; do sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'; done",
                                "cpu"))
                .contains("cpu");
    }

    /** Returns the load in the first span that is not idle, or IDLE when idleness is expected. */
    private String measure(String program, String expected) throws Exception {
        Assumptions.assumeTrue(
                inNamespace(List.of("true")).start().waitFor() == 0,
                "this kernel grants no user namespaces");
        List<String> line = new ArrayList<>(AgentJvm.commandLine());
        line.addAll(List.of(LoadMetersTest.class.getName(), program, expected));
        Process process = inNamespace(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output.strip();
    }

    private ProcessBuilder inNamespace(List<String> program) {
        List<String> line =
                new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--pid", "--fork"));
        // Traffic of other programs of this machine is not the machine's that is measured.
        line.addAll(List.of("--net", "--kill-child", "--mount-proc"));
        line.addAll(program);
        return new ProcessBuilder(line).directory(disk.toFile());
    }

    /**
     * Runs inside the namespace: starts the program and prints its load. Where load is expected,
     * idle spans are repeated, since a busy machine may delay the program.
     */
    public static void main(String[] arguments) throws Exception {
        Process program = new ProcessBuilder("sh", "-c", arguments[0]).start();
        Uptime uptime = Uptime.of(Path.of("/"));
        LoadMeters meters =
                new LoadMeters(Path.of("/"), uptime, () -> 0, () -> 0, new GpuMeter("", uptime));
        Thread.sleep(Duration.ofSeconds(1));
        meters.read();
        boolean idleExpected = arguments[1].equals(IDLE);
        List<MachineLoad.Reason> reasons = List.of();
        for (int span = 0; span < (idleExpected ? 1 : MAX_SPANS) && reasons.isEmpty(); span++) {
            LoadCounters before = meters.read();
            Thread.sleep(SPAN);
            reasons =
                    meters.read()
                            .loadSince(before)
                            .busyReasons(
                                    CPU_THRESHOLD_PERCENT,
                                    Runtime.getRuntime().availableProcessors());
        }
        System.out.println(reasons.isEmpty() ? IDLE : reasons);
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
    }
}

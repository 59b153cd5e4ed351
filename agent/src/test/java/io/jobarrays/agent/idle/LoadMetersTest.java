package io.jobarrays.agent.idle;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Load of real programs in a pid namespace, as on an instance of the local cloud. */
class LoadMetersTest {
    @TempDir Path disk = Path.of("");

    @Test
    void busyLoopIsActivity() throws Exception {
        assertThat(measure("while :; do :; done")).contains("cpu");
    }

    @Test
    void sleepingProcessIsIdle() throws Exception {
        assertThat(measure("sleep 600")).isEqualTo("idle");
    }

    @Test
    void pollingLoopIsIdle() throws Exception {
        assertThat(measure("while ! [ -e never ]; do sleep 1; done")).isEqualTo("idle");
    }

    @Test
    void periodicDiskWritesAreActivity() throws Exception {
        assertThat(
                        measure(
                                "while :; do dd if=/dev/zero of=f bs=256k count=1 2>/dev/null; sleep 0.5; done"))
                .contains("disk")
                .doesNotContain("cpu");
    }

    @Test
    void manyShortProcessesAreActivity() throws Exception {
        assertThat(
                        measure(
                                "while :; do sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'; done"))
                .contains("cpu");
    }

    private String measure(String workload) throws Exception {
        Assumptions.assumeTrue(
                inNamespace(List.of("true")).start().waitFor() == 0,
                "this kernel grants no user namespaces");
        Process process =
                inNamespace(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        LoadMetersTest.class.getName(),
                                        workload))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output.strip();
    }

    private ProcessBuilder inNamespace(List<String> program) {
        List<String> line =
                new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--pid", "--fork"));
        line.addAll(List.of("--kill-child", "--mount-proc"));
        line.addAll(program);
        return new ProcessBuilder(line).directory(disk.toFile());
    }

    /** Inside: starts the workload, lets it come to itself, and judges four seconds of it. */
    public static void main(String[] arguments) throws Exception {
        Process workload = new ProcessBuilder("sh", "-c", arguments[0]).start();
        Uptime uptime = Uptime.of(Path.of("/"));
        LoadMeters meters =
                new LoadMeters(Path.of("/"), uptime, () -> 0, () -> 0, new GpuMeter("", uptime));
        Thread.sleep(Duration.ofSeconds(1));
        meters.read();
        LoadCounters before = meters.read();
        Thread.sleep(Duration.ofSeconds(4));
        List<MachineLoad.Reason> reasons =
                meters.read()
                        .loadSince(before)
                        .busyReasons(10, Runtime.getRuntime().availableProcessors());
        System.out.println(reasons.isEmpty() ? "idle" : reasons);
        workload.descendants().forEach(ProcessHandle::destroyForcibly);
        workload.destroyForcibly();
    }
}

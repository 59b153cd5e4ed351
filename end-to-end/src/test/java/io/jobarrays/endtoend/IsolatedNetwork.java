package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Namespaces of network, processes and mounts without a route out. One shell holds them; it ends
 * with the process of the test, also when that is killed, and every process and file in them with
 * it.
 */
final class IsolatedNetwork implements AutoCloseable {
    /** The only address besides the loopback ones. */
    static final String ADDRESS = "10.99.0.1";

    /** Directory whose files are in the namespaces only. */
    static final Path FILES = Path.of("/dev/shm");

    private static final String HOLDER =
            """
            set -e
            ip link set lo up
            ip address add "$1/32" dev lo
            mount -t tmpfs tmpfs "$2"
            echo ready
            read -r over || exit 0
            """;

    private final Process holder;
    private final long pid;

    private IsolatedNetwork(Process holder, long pid) {
        this.holder = holder;
        this.pid = pid;
    }

    /** Skips the test where the kernel grants no user namespaces. */
    static IsolatedNetwork open() throws IOException {
        RequiredTools.require("unshare");
        RequiredTools.require("ip");
        Process holder =
                new ProcessBuilder(
                                "unshare",
                                "--user",
                                "--map-root-user",
                                "--net",
                                "--mount",
                                "--pid",
                                "--mount-proc",
                                "--fork",
                                "--kill-child",
                                "sh",
                                "-c",
                                HOLDER,
                                "sh",
                                ADDRESS,
                                "" + FILES)
                        .redirectErrorStream(true)
                        .start();
        String first = holder.inputReader().readLine();
        if (!"ready".equals(first)) {
            holder.destroyForcibly();
        }
        RequiredTools.require("ready".equals(first), "needs user namespaces: " + first);
        return new IsolatedNetwork(holder, holder.children().findFirst().orElseThrow().pid());
    }

    /** Command line that runs a command in the namespaces, with {@code /} as working directory. */
    List<String> command(List<String> command) {
        List<String> inside =
                new ArrayList<>(
                        List.of(
                                "nsenter",
                                "--target",
                                "" + pid,
                                "--user",
                                "--preserve-credentials",
                                "--net",
                                "--mount",
                                "--pid",
                                "--"));
        inside.addAll(command);
        return inside;
    }

    /** Runs a command in the namespaces, which must end with 0 within a minute. */
    ProgramRun run(String... command) {
        ProgramRun run = ProgramRun.of(command(List.of(command)), Map.of(), Duration.ofMinutes(1));
        assertThat(run.exit()).as(run.toString()).isZero();
        return run;
    }

    /** Path outside of the namespaces of a file in them. */
    Path outside(Path file) {
        return Path.of("/proc/%d/root%s".formatted(pid, file));
    }

    /** Kills every process in the namespaces. */
    @Override
    public void close() {
        holder.destroyForcibly();
        try {
            holder.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

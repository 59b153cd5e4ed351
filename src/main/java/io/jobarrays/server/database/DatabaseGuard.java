package io.jobarrays.server.database;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Process that stops the embedded PostgreSQL when the control plane ends without stopping it, as
 * when it is killed: the kernel closes the guard's standard input then.
 */
final class DatabaseGuard implements AutoCloseable {
    /** The signals of a terminal reach the whole process group; the control plane handles them. */
    private static final String SCRIPT =
            """
            trap '' INT HUP QUIT TERM
            read -r end
            pid=$(head -n 1 "$1") || exit 0
            command=$(cat "/proc/$pid/cmdline" 2>/dev/null || ps -o args= -p "$pid")
            case $command in *postgres*) kill -INT "$pid" ;; esac
            """;

    private final Path pidFile;
    private @Nullable Process process;

    /**
     * @param pidFile whose first line is the process id of the PostgreSQL that runs at the time
     */
    DatabaseGuard(Path pidFile) {
        this.pidFile = pidFile;
    }

    /** Starts the process unless it lives. */
    void ensureRunning() throws IOException {
        Process running = process;
        if (running == null || !running.isAlive()) {
            process =
                    new ProcessBuilder("sh", "-c", SCRIPT, "postgres-guard", pidFile.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        }
    }

    /** Ends the process without an effect on PostgreSQL. */
    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}

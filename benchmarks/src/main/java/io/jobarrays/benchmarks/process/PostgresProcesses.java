package io.jobarrays.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Processes of a PostgreSQL server.
 *
 * @param postmaster process id of the server; each connection is a child of it
 * @param ignored process id of the harness's own connection
 * @param port on 127.0.0.1
 */
public record PostgresProcesses(long postmaster, long ignored, int port) {
    private static final String FILE = "postmaster.pid";
    private static final int PORT_LINE = 3;

    /**
     * Finds the running server.
     *
     * @throws IOException when none runs on that data directory
     */
    public static PostgresProcesses of(Path dataDirectory) throws IOException {
        List<String> lines = Files.readAllLines(dataDirectory.resolve(FILE));
        return new PostgresProcesses(
                Long.parseLong(lines.getFirst().strip()),
                -1,
                Integer.parseInt(lines.get(PORT_LINE).strip()));
    }

    public PostgresProcesses without(long connection) {
        return new PostgresProcesses(postmaster, connection, port);
    }

    /** CPU time of all connections, those that have ended included. */
    public Duration cpu() {
        Duration sum =
                ProcessStat.of(postmaster)
                        .map(ProcessStat::withEndedChildren)
                        .orElse(Duration.ZERO);
        return ProcessHandle.of(postmaster).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> child.pid() != ignored)
                .flatMap(child -> ProcessStat.of(child.pid()).stream())
                .map(ProcessStat::own)
                .reduce(sum, Duration::plus);
    }
}

package io.jobarrays.benchmarks.pipeline;

import io.jobarrays.benchmarks.plane.ArrayClient;
import io.jobarrays.benchmarks.plane.ArrayDatabase;
import io.jobarrays.benchmarks.plane.CloudControlClient;
import io.jobarrays.benchmarks.plane.MeasuredPlane;
import io.jobarrays.benchmarks.process.PostgresProcesses;
import io.jobarrays.benchmarks.process.ProcessTree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Control plane with its local cloud, on which pipelines run; both are ended by its user. */
final class MeasuredServer implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "STOPPED");

    private final ArrayClient client;
    private final ArrayDatabase database;
    private final CloudControlClient cloud;
    private final PostgresProcesses postgres;
    private final long serverPid;
    private final long cloudPid;

    /**
     * CPU time.
     *
     * @param machines of the local cloud with all agents
     */
    record Cpu(Duration server, Duration postgres, Duration machines) {
        Cpu since(Cpu earlier) {
            return new Cpu(
                    server.minus(earlier.server),
                    postgres.minus(earlier.postgres),
                    machines.minus(earlier.machines));
        }
    }

    MeasuredServer(MeasuredPlane plane) throws IOException {
        this.client = plane.arrays();
        this.database = plane.database();
        this.cloud = plane.cloud().control();
        this.postgres = plane.postgres().without(database.processId());
        this.serverPid = plane.serverPid();
        this.cloudPid = plane.cloudPid();
    }

    ArrayClient client() {
        return client;
    }

    ArrayDatabase database() {
        return database;
    }

    CloudControlClient cloud() {
        return cloud;
    }

    Cpu cpu() {
        return new Cpu(ProcessTree.ownCpu(serverPid), postgres.cpu(), ProcessTree.cpu(cloudPid));
    }

    /**
     * Runs a pipeline to its end.
     *
     * @return the number of its execution
     * @throws IOException when it does not end with success in time
     */
    long complete(String jobXml, Duration limit) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(limit);
        long execution = client.submit(jobXml);
        while (!hasEnded(execution)) {
            if (Instant.now().isAfter(end)) {
                throw new IOException(
                        "execution %d has not ended after %d s"
                                .formatted(execution, limit.toSeconds()));
            }
            Thread.sleep(POLL_INTERVAL);
        }
        String state = database.executionState(execution);
        if (!state.equals("COMPLETED")) {
            throw new IOException("execution %d has ended as %s".formatted(execution, state));
        }
        return execution;
    }

    boolean hasEnded(long execution) throws IOException {
        return ENDED.contains(database.executionState(execution));
    }

    /** When the work of an index began and ended. */
    LogTimes logTimes(String array, int index) throws IOException, InterruptedException {
        return LogTimes.of(client.logRecords(array, index));
    }

    @Override
    public void close() {
        client.close();
        database.close();
        cloud.close();
    }
}

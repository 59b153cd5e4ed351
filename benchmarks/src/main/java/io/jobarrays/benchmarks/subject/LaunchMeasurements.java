package io.jobarrays.benchmarks.subject;

import io.jobarrays.benchmarks.plane.ArrayClient;
import io.jobarrays.benchmarks.plane.ArrayDatabase;
import io.jobarrays.benchmarks.plane.CloudControlClient;
import io.jobarrays.benchmarks.plane.MeasuredPlane;
import io.jobarrays.benchmarks.process.PostgresProcesses;
import io.jobarrays.benchmarks.result.Measurement;
import java.io.IOException;
import java.time.Duration;

/** Launches of arrays through one control plane. */
public final class LaunchMeasurements implements AutoCloseable {
    private final Connections connections;
    private final Duration limit;

    /** Clients of the measured programs; {@code server} and {@code postgres} are processes. */
    record Connections(
            ArrayClient arrays,
            ArrayDatabase database,
            CloudControlClient cloud,
            long server,
            PostgresProcesses postgres) {}

    private LaunchMeasurements(Connections connections, Duration limit) {
        this.connections = connections;
        this.limit = limit;
    }

    /**
     * @param limit time after which a run is stopped
     */
    public static LaunchMeasurements on(MeasuredPlane plane, Duration limit) throws IOException {
        ArrayDatabase database = plane.database();
        return new LaunchMeasurements(
                new Connections(
                        plane.arrays(),
                        database,
                        plane.cloud().control(),
                        plane.serverPid(),
                        plane.postgres().without(database.processId())),
                limit);
    }

    /** Launches an array and waits for its end; a run that stops has a reason and fewer values. */
    public Measurement measure(int size) throws InterruptedException {
        return new ArrayLaunchRun(connections, size, limit).measure();
    }

    @Override
    public void close() {
        connections.arrays().close();
        connections.database().close();
        connections.cloud().close();
    }
}

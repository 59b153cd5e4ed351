package io.jobarrays.server.files;

import io.jobarrays.server.state.StateDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import org.jboss.logging.Logger;

/** Meters of what is stored in the state directory, and of the disk below it. */
@Startup
@ApplicationScoped
public class FileMeters {
    private static final Logger LOG = Logger.getLogger(FileMeters.class);

    /** Property of the disk. */
    @FunctionalInterface
    private interface DiskBytes {
        long of(FileStore disk) throws IOException;
    }

    private final StateDirectory state;
    private final Counter logBytes;
    private final Counter droppedLines;
    private final Counter outputBytes;
    private final Counter bundleBytes;

    public FileMeters(MeterRegistry registry, StateDirectory state) {
        this.state = state;
        logBytes = bytes(registry, "spawn.logs.stored", "logs of members that were stored");
        droppedLines =
                Counter.builder("spawn.logs.dropped")
                        .description("lines of logs that machines dropped before they were sent")
                        .baseUnit("lines")
                        .register(registry);
        outputBytes = bytes(registry, "spawn.outputs.stored", "archives of outputs, as stored");
        bundleBytes = bytes(registry, "spawn.bundles.stored", "bundles of files, as stored");
        disk(registry, "spawn.state.disk.size", "size of the disk", FileStore::getTotalSpace);
        disk(registry, "spawn.state.disk.free", "free for the server", FileStore::getUsableSpace);
    }

    /**
     * @param bytes new records of a log
     * @param lines that the machine dropped since the last records
     */
    public void logStored(long bytes, long lines) {
        logBytes.increment((double) bytes);
        droppedLines.increment((double) lines);
    }

    public void outputStored(long bytes) {
        outputBytes.increment((double) bytes);
    }

    public void bundleStored(long bytes) {
        bundleBytes.increment((double) bytes);
    }

    private static Counter bytes(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).baseUnit("bytes").register(registry);
    }

    private void disk(MeterRegistry registry, String name, String description, DiskBytes property) {
        Gauge.builder(name, () -> read(property))
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }

    private double read(DiskBytes property) {
        try {
            return property.of(Files.getFileStore(state.root()));
        } catch (IOException e) {
            LOG.debugf("the disk of the state directory is not measured: %s", e.getMessage());
            return Double.NaN;
        }
    }
}

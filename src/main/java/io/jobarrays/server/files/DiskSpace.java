package io.jobarrays.server.files;

import io.jobarrays.server.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/**
 * Space on the disk of the state directory.
 *
 * @param used bytes of all files
 * @param free bytes that the server may use
 */
public record DiskSpace(long used, long free) {
    /** As the alert that is shipped with the server. */
    private static final int WARNING_PERCENT = 80;

    private static final double GIB = 1L << 30;

    public static DiskSpace of(StateDirectory state) {
        try {
            FileStore disk = Files.getFileStore(state.root());
            return new DiskSpace(
                    disk.getTotalSpace() - disk.getUnallocatedSpace(), disk.getUsableSpace());
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of the state directory is not measured", e);
        }
    }

    /** Share that is used, as {@code df} prints it. */
    public int usedPercent() {
        double all = (double) used + free;
        return all <= 0 ? 100 : (int) Math.ceil(used * 100 / all);
    }

    /** A sentence for users when little is left. */
    public Optional<String> warning() {
        return usedPercent() < WARNING_PERCENT
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "the disk of the control plane is %d%% full, %.1f GiB are free; \"spawn executions delete ID\" deletes an execution with its files, and spawn.retention.* sets how long they are kept",
                                usedPercent(),
                                free / GIB));
    }
}

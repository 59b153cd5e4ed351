package io.jobarrays.benchmarks.plane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Directory of this machine whose files are in memory. */
public final class MemoryDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final long MIN_FREE_BYTES = 1L << 30;

    private MemoryDirectory() {}

    /** Empty where there is none, or less than 1 GiB of it is free, as in most containers. */
    public static Optional<Path> find() throws IOException {
        boolean suffices =
                Files.isWritable(SHARED_MEMORY)
                        && Files.getFileStore(SHARED_MEMORY).getUsableSpace() >= MIN_FREE_BYTES;
        return suffices ? Optional.of(SHARED_MEMORY) : Optional.empty();
    }
}

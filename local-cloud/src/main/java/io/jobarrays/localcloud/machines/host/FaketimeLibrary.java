package io.jobarrays.localcloud.machines.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Library of the host, libfaketime, with which the programs of an instance see another time. */
public final class FaketimeLibrary {
    private static final Path SYSTEM = Path.of("/usr");

    /** The variant for programs with threads; init.sh names it, too. */
    private static final String FILE = "faketime/libfaketimeMT.so.1";

    private FaketimeLibrary() {}

    /**
     * @throws IOException when it is not installed, with the message for the user
     */
    public static void require() throws IOException {
        requireBelow(SYSTEM);
    }

    static void requireBelow(Path system) throws IOException {
        if (!isInstalledBelow(system)) {
            throw new IOException(
                    "libfaketime is not installed on this machine; on Debian: apt-get install libfaketime");
        }
    }

    /**
     * Looks where the dynamic linker's {@code $LIB} may be; on Debian it contains the processor.
     */
    private static boolean isInstalledBelow(Path system) throws IOException {
        Path lib = system.resolve("lib");
        try (Stream<Path> ofProcessors = Files.list(lib)) {
            return Stream.concat(Stream.of(lib, system.resolve("lib64")), ofProcessors)
                    .anyMatch(directory -> Files.isReadable(directory.resolve(FILE)));
        }
    }
}

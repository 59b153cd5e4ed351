package io.jobarrays.server.files.archives;

import io.jobarrays.server.problems.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Largest accepted size of one kind of archive.
 *
 * @param what name of the kind with its article, as in {@code a bundle (--files)}
 */
record SizeLimit(String what, long mebibytes) {
    static final SizeLimit BUNDLE = new SizeLimit("a bundle (--files)", 64);

    static final SizeLimit OUTPUT_LIST = new SizeLimit("the list of one member's outputs", 64);

    /** Disk that stays free for database and logs when outputs are stored. */
    private static final long RESERVED_DISK_BYTES = 512L << 20;

    static SizeLimit output(long bytes) {
        return new SizeLimit(
                "what one member collects (--collect-limit)", Math.ceilDiv(bytes, 1L << 20));
    }

    static SizeLimit checkpoint(long bytes) {
        return new SizeLimit(
                "a checkpoint of one member (--collect-limit)", Math.ceilDiv(bytes, 1L << 20));
    }

    /** Largest accepted ratio of unpacked to packed bytes; more is a decompression bomb. */
    private static final int MAX_UNPACK_RATIO = 16;

    long bytes() {
        return mebibytes * 1024 * 1024;
    }

    /** Checks bytes received so far. */
    void check(long bytes) {
        if (bytes > packedBytes()) {
            throw tooLarge("%s may hold %d MiB; this is more".formatted(what, mebibytes));
        }
    }

    /** Checks the size of a whole archive. */
    void checkPacked(long bytes) {
        if (bytes > packedBytes()) {
            throw tooLarge(
                    "%s may hold %d MiB; this is %d MiB, so name less"
                            .formatted(what, mebibytes, (bytes >> 20) + 1));
        }
    }

    /** An archive may be larger than its content: each entry has a header. */
    private long packedBytes() {
        return bytes() + bytes() / 16;
    }

    /** Checks that the disk of a directory can take so many more bytes. */
    void checkDisk(Path directory, long bytes) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace() - RESERVED_DISK_BYTES;
        if (bytes > free) {
            throw tooLarge(
                    "%s: %d MiB do not fit on the disk of the control plane, which has %d MiB to spare"
                            .formatted(what, (bytes >> 20) + 1, Math.max(0, free >> 20)));
        }
    }

    /** Checks the outputs of an array together, as they are kept. */
    static void checkArray(long most, long kept, long more) {
        if (kept + more > most) {
            throw tooLarge(
                    "the outputs of an array may have %d MiB together (spawn.outputs-per-array); it has %d MiB already, and these are %d MiB"
                            .formatted(most >> 20, kept >> 20, (more >> 20) + 1));
        }
    }

    /** Of all files when they are unpacked. */
    long unpackedBytes() {
        return bytes() * MAX_UNPACK_RATIO;
    }

    static Refused tooLarge(String sentence) {
        return new Refused(413, "SPAWN-TOO-LARGE", sentence);
    }
}

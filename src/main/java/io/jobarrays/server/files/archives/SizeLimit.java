package io.jobarrays.server.files.archives;

import io.jobarrays.server.problems.Refused;

/**
 * Largest accepted size of one kind of archive.
 *
 * @param what name of the kind with its article, as in {@code a bundle (--files)}
 */
record SizeLimit(String what, long mebibytes) {
    static final SizeLimit BUNDLE = new SizeLimit("a bundle (--files)", 64);
    static final SizeLimit OUTPUT = new SizeLimit("what one member collects", 256);

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
                    "%s may hold %d MiB; this is %d MiB, so name less in collect"
                            .formatted(what, mebibytes, (bytes >> 20) + 1));
        }
    }

    /** An archive may be larger than its content: each entry has a header. */
    private long packedBytes() {
        return bytes() + bytes() / 16;
    }

    void checkUnpacked(long bytes) {
        if (bytes > bytes() * MAX_UNPACK_RATIO) {
            throw tooLarge(
                    "%s may unpack to %d MiB; this is more"
                            .formatted(what, mebibytes * MAX_UNPACK_RATIO));
        }
    }

    static Refused tooLarge(String sentence) {
        return new Refused(413, "SPAWN-TOO-LARGE", sentence);
    }
}

package io.jobarrays.server.files.archives;

import io.jobarrays.server.problems.Refused;

/**
 * How much of one kind is taken.
 *
 * @param what with its article, as a sentence begins: {@code A bundle (--files)}
 */
record SizeLimit(String what, long mebibytes) {
    static final SizeLimit BUNDLE = new SizeLimit("a bundle (--files)", 64);
    static final SizeLimit OUTPUT = new SizeLimit("what one member collects", 256);

    /** How far a packed byte may unpack: above it lies nothing but a bomb. */
    private static final int UNPACKED = 16;

    long bytes() {
        return mebibytes * 1024 * 1024;
    }

    void check(long bytes) {
        if (bytes > bytes()) {
            throw tooLarge("%s may hold %d MiB; this is more".formatted(what, mebibytes));
        }
    }

    /** An archive may be larger than what it holds: each entry has a head of its own. */
    void checkPacked(long bytes) {
        if (bytes > bytes() + bytes() / 16) {
            throw tooLarge(
                    "%s may hold %d MiB; this is %d MiB, so name less in collect"
                            .formatted(what, mebibytes, (bytes >> 20) + 1));
        }
    }

    void checkUnpacked(long bytes) {
        if (bytes > bytes() * UNPACKED) {
            throw tooLarge(
                    "%s may unpack to %d MiB; this is more".formatted(what, mebibytes * UNPACKED));
        }
    }

    static Refused tooLarge(String sentence) {
        return new Refused(413, "SPAWN-TOO-LARGE", sentence);
    }
}

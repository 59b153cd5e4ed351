package io.jobarrays.cli.files;

import java.util.List;

/** One thing in a bundle. */
sealed interface Entry {
    /** Relative to the bundle's directory, with slashes. */
    String name();

    record Directory(String name) implements Entry {}

    record File(String name, java.nio.file.Path path, long bytes, boolean executable)
            implements Entry {}

    record Link(String name, String target) implements Entry {}

    /** Unpacked size. */
    static long bytes(List<Entry> entries) {
        return entries.stream().mapToLong(it -> it instanceof File file ? file.bytes() : 0).sum();
    }
}

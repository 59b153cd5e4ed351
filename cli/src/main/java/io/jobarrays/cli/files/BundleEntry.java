package io.jobarrays.cli.files;

import java.nio.file.Path;
import java.util.List;

/** Entry of a bundle. */
sealed interface BundleEntry {
    /** Path relative to the bundle's directory, with slashes. */
    String name();

    record Directory(String name) implements BundleEntry {}

    record File(String name, Path path, long bytes, boolean executable) implements BundleEntry {}

    record Link(String name, String target) implements BundleEntry {}

    /** Unpacked size. */
    static long bytes(List<BundleEntry> entries) {
        return entries.stream().mapToLong(it -> it instanceof File file ? file.bytes() : 0).sum();
    }
}

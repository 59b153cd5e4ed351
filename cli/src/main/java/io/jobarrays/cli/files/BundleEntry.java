package io.jobarrays.cli.files;

import java.nio.file.Path;
import java.util.List;

/** Entry of a bundle. */
sealed interface BundleEntry {
    /**
     * Path relative to the bundle's directory, in the form of {@link
     * io.jobarrays.contract.FileName}.
     */
    String name();

    Path path();

    record Directory(String name, Path path) implements BundleEntry {}

    record File(String name, Path path, long bytes) implements BundleEntry {}

    record Link(String name, Path path, String target) implements BundleEntry {}

    /** Unpacked size. */
    static long bytes(List<BundleEntry> entries) {
        return entries.stream().mapToLong(it -> it instanceof File file ? file.bytes() : 0).sum();
    }
}

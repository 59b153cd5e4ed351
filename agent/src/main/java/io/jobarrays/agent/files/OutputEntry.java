package io.jobarrays.agent.files;

import java.nio.file.Path;

/** Entry of the outputs' archive. */
public sealed interface OutputEntry {
    /** Name in the archive, in the form of {@link io.jobarrays.contract.FileName}. */
    String name();

    /** Path whose content, mode and times the entry has. */
    Path path();

    record Directory(String name, Path path) implements OutputEntry {}

    record File(String name, Path path, long bytes) implements OutputEntry {}

    /** Symbolic link to another entry, or to nothing. */
    record Link(String name, Path path, String target) implements OutputEntry {}
}

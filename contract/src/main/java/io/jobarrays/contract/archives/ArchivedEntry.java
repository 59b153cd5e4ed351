package io.jobarrays.contract.archives;

import java.nio.file.attribute.FileTime;

/**
 * Entry of an untrusted archive; names are in the form of {@link io.jobarrays.contract.FileName}.
 */
public sealed interface ArchivedEntry {
    /** Name as it was written: it may lead anywhere. */
    String name();

    /**
     * @param bytes size when unpacked, holes included
     */
    record File(String name, int mode, FileTime time, long bytes) implements ArchivedEntry {}

    record Directory(String name, int mode, FileTime time) implements ArchivedEntry {}

    record SymbolicLink(String name, String target, FileTime time) implements ArchivedEntry {}

    /** Second name of an earlier file. */
    record HardLink(String name, String target) implements ArchivedEntry {}
}

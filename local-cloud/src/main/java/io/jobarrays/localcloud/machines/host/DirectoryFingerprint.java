package io.jobarrays.localcloud.machines.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Number that changes when a file in a directory tree is written, created, deleted, or gets other
 * attributes: the sum of hashes of each path and its change time, which no program can set.
 */
public final class DirectoryFingerprint {
    private DirectoryFingerprint() {}

    /** Of the files that this process may list. */
    public static long of(Path directory) {
        long sum = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                sum += ofEntry(entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Not readable, or deleted meanwhile: the hash of the directory itself has changed
            // then.
            return sum;
        }
        return sum;
    }

    private static long ofEntry(Path entry) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(entry, "unix:ctime,isDirectory", LinkOption.NOFOLLOW_LINKS);
        long hash = List.of(entry, attributes.get("ctime")).hashCode() * 0x9E3779B97F4A7C15L;
        return Boolean.TRUE.equals(attributes.get("isDirectory")) ? hash + of(entry) : hash;
    }
}

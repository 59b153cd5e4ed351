package io.jobarrays.agent.files;

import io.jobarrays.contract.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that the agent laid into the working directory: those of the bundle and of {@code inputs}.
 * A file that the work has written again since then is the work's.
 */
public final class LaidOutFiles {
    private static final String DIRECTORY = "directory";

    /** Name to size, time and inode, or to {@link #DIRECTORY}. */
    private final Map<String, String> stamps = new HashMap<>();

    /** Reads the list that {@link #write} wrote; empty if there is none. */
    public static LaidOutFiles read(Path list) throws IOException {
        LaidOutFiles files = new LaidOutFiles();
        if (Files.exists(list)) {
            for (String line : Files.readAllLines(list)) {
                String[] fields = line.split(" ", 2);
                files.stamps.put(FileName.of(Base64.getDecoder().decode(fields[0])), fields[1]);
            }
        }
        return files;
    }

    /** One line per file, its name in Base64. */
    public void write(Path list) throws IOException {
        List<String> lines = new ArrayList<>();
        stamps.forEach(
                (name, stamp) ->
                        lines.add(
                                Base64.getEncoder().encodeToString(FileName.bytes(name))
                                        + " "
                                        + stamp));
        Files.write(list, lines);
    }

    /** Copies a directory of this machine with all below it. */
    public void copy(Path source, Path directory) throws IOException, InterruptedException {
        CollectedOutputs found = OutputCollector.collect(source, List.of("**"), new LaidOutFiles());
        SentOutputs copied =
                SentOutputs.send(
                        found,
                        () -> DirectoryTarget.create(directory, directory),
                        FileRights.ofAgent());
        List<String> missing = copied.outputs().unreadable();
        if (!missing.isEmpty()) {
            throw new IOException(missing.getFirst());
        }
        for (OutputEntry entry : copied.outputs().entries()) {
            if (entry instanceof OutputEntry.Directory) {
                addDirectory(entry.name());
            } else {
                addFile(entry.name(), FileName.resolve(directory, entry.name()));
            }
        }
    }

    void addDirectory(String name) {
        stamps.put(name, DIRECTORY);
    }

    public void addFile(String name, Path file) throws IOException {
        stamps.put(name, stamp(file));
    }

    boolean hasDirectory(String name) {
        return DIRECTORY.equals(stamps.get(name));
    }

    /** Whether the file is as it was laid out. */
    boolean isUnchanged(String name, Path file) throws IOException {
        String stamp = stamps.get(name);
        return stamp != null && stamp.equals(stamp(file));
    }

    private static String stamp(Path file) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(
                        file, "unix:size,lastModifiedTime,ino", LinkOption.NOFOLLOW_LINKS);
        return "%s %s %s"
                .formatted(
                        attributes.get("size"),
                        attributes.get("lastModifiedTime"),
                        attributes.get("ino"));
    }
}

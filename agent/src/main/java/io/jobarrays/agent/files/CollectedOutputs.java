package io.jobarrays.agent.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Outputs of one work, directories before what is in them.
 *
 * @param leftOut one sentence part for each path that matches and is no output any more
 * @param unreadable one sentence part for each output that exists and cannot be read
 */
public record CollectedOutputs(
        List<OutputEntry> entries, List<String> leftOut, List<String> unreadable) {
    public CollectedOutputs {
        entries = List.copyOf(entries);
        leftOut = List.copyOf(leftOut);
        unreadable = List.copyOf(unreadable);
    }

    /** Whether there is nothing to keep. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Size of the files before compression, holes included. */
    public long bytes() {
        return entries.stream()
                .mapToLong(entry -> entry instanceof OutputEntry.File file ? file.bytes() : 0)
                .sum();
    }

    /** Adds a file of the working directory; one that the work has written there stays. */
    public CollectedOutputs with(String name, Path file) throws IOException {
        if (entries.stream().anyMatch(entry -> entry.name().equals(name))
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return this;
        }
        List<OutputEntry> more = new ArrayList<>(entries);
        more.add(new OutputEntry.File(name, file, Files.size(file)));
        return new CollectedOutputs(more, leftOut, unreadable);
    }

    /** What is kept of these outputs: some of the entries, and the failures of the others. */
    CollectedOutputs kept(List<OutputEntry> entries, List<UnreadableOutput> failures) {
        List<String> gone = new ArrayList<>(leftOut);
        List<String> existing = new ArrayList<>(unreadable);
        failures.forEach(it -> (it.exists() ? existing : gone).add(it.sentence()));
        return new CollectedOutputs(entries, gone, existing);
    }
}

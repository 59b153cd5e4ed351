package io.jobarrays.agent.files;

import java.util.List;

/**
 * Outputs of one work, directories before what is in them.
 *
 * @param leftOut one sentence part for each path that matches and cannot be kept
 */
public record CollectedOutputs(List<OutputEntry> entries, List<String> leftOut) {
    public CollectedOutputs {
        entries = List.copyOf(entries);
        leftOut = List.copyOf(leftOut);
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
}

package io.jobarrays.agent.files;

import java.io.IOException;
import java.util.Optional;

/** Place that outputs are sent to from this machine. */
public interface OutputTarget {
    /**
     * Sends one output; a repetition replaces it.
     *
     * @return what a file has become; empty for a directory or a link
     * @throws UnreadableOutput if the output cannot be read
     * @throws IOException if the target cannot take it
     */
    Optional<ListedOutput> send(OutputEntry entry) throws IOException, InterruptedException;
}

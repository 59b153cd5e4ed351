package io.jobarrays.agent.peers;

import java.io.IOException;
import java.nio.file.Path;

/** Replaces a file that all members of an array have with the same content, atomically. */
public interface PeerFileWriter {
    void write(Path file, String text) throws IOException;
}

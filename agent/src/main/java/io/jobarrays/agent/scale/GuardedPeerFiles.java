package io.jobarrays.agent.scale;

import io.jobarrays.agent.peers.PeerFileWriter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Peer files of one machine; no file is written while the machine's {@code /etc} is read-only.
 * Permissions would not do, because they do not bind a scale host of root.
 */
final class GuardedPeerFiles implements PeerFileWriter {
    private final PeerFileWriter files;
    private volatile boolean writable = true;

    GuardedPeerFiles(PeerFileWriter files) {
        this.files = files;
    }

    void setWritable(boolean value) {
        writable = value;
    }

    @Override
    public void write(Path file, String text) throws IOException {
        if (!writable) {
            throw new FileSystemException(file.toString(), null, "Read-only file system");
        }
        files.write(file, text);
    }
}

package io.jobarrays.agent.scale;

import io.jobarrays.agent.peers.PeerFileWriter;
import io.jobarrays.contract.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Files of equal content on many machines, as hard links of one file: the peer files of 10,000
 * members would take 25 GB otherwise.
 */
final class SharedPeerFiles implements PeerFileWriter {
    /** Three files for each generation; links keep the content of a forgotten file. */
    private static final int MAX_REMEMBERED_FILES = 60;

    private final Path directory;
    private final Set<String> remembered = new LinkedHashSet<>();

    SharedPeerFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        link(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        // A rename between two links of one file leaves both.
        Files.deleteIfExists(temporary);
    }

    private synchronized void link(Path temporary, String text) throws IOException {
        String name = Sha256.of(text);
        Path content = directory.resolve(name);
        if (!remembered.contains(name)) {
            // A file of that name is complete: a failed write leaves none to link.
            Path unfinished = directory.resolve(name + ".new");
            Files.writeString(unfinished, text);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(unfinished, content, StandardCopyOption.ATOMIC_MOVE);
            remembered.add(name);
            forgetOldest();
        }
        Files.createLink(temporary, content);
    }

    private void forgetOldest() throws IOException {
        Iterator<String> oldest = remembered.iterator();
        while (remembered.size() > MAX_REMEMBERED_FILES) {
            Files.deleteIfExists(directory.resolve(oldest.next()));
            oldest.remove();
        }
    }
}

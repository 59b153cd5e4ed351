package io.jobarrays.agent.work;

import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.Tarball;
import io.jobarrays.agent.server.ServerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Directory of a member's checkpoint on this machine; all its attempts here have the same one. It
 * exists once the newest checkpoint of an earlier machine is in it.
 */
final class CheckpointDirectory {
    static final String VARIABLE = "SPAWN_CHECKPOINT_DIR";
    static final String SERVER_PATH = "/agents/checkpoint";

    private CheckpointDirectory() {}

    /**
     * Lays out the newest checkpoint, unless an attempt on this machine has had the directory.
     *
     * @return whether there was a checkpoint
     */
    static boolean layOut(WorkRecord record, ServerFiles serverFiles)
            throws IOException, InterruptedException {
        Path directory = record.checkpointDirectory();
        if (Files.exists(directory)) {
            return false;
        }
        Path partial =
                directory.resolveSibling(Objects.requireNonNull(directory.getFileName()) + ".new");
        delete(partial);
        Files.createDirectories(partial);
        Path archive = record.directory().resolve("laid-out-checkpoint.tar.gz");
        boolean found = serverFiles.download(SERVER_PATH, archive);
        if (found) {
            unpack(archive, partial);
        }
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        return found;
    }

    private static void unpack(Path archive, Path directory) throws IOException {
        try {
            Tarball.unpack(archive, directory, "", new LaidOutFiles());
        } catch (IOException e) {
            throw new IOException("checkpoint: it cannot be laid out: " + e.getMessage(), e);
        }
        Files.delete(archive);
    }

    /** What an agent that ended meanwhile has unpacked in part. */
    private static void delete(Path partial) throws IOException {
        if (!Files.exists(partial)) {
            return;
        }
        try (Stream<Path> all = Files.walk(partial)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        }
    }
}

package io.jobarrays.localcloud.machines.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Directory with the files of all instances of scale mode, accessible to its owner only; one that a
 * killed local cloud has left is deleted first.
 *
 * @param inState the directory, or a link to it that the next local cloud finds
 */
public record ScaleDirectory(Path path, Path inState) {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int ATTEMPTS = 25;
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(200);

    /**
     * Creates it.
     *
     * @param state state directory of the local cloud
     * @param parent directory that the user has named, which other local clouds may use as well,
     *     also those of other machines
     */
    public static ScaleDirectory create(Path state, Optional<Path> parent) throws IOException {
        Path inState = state.resolve("scale");
        if (Files.isSymbolicLink(inState)) {
            removeLeft(Files.readSymbolicLink(inState));
        }
        removeLeft(inState);
        if (parent.isEmpty()) {
            return new ScaleDirectory(Files.createDirectory(inState, PRIVATE), inState);
        }
        if (!Files.isDirectory(parent.get())) {
            throw new IOException(
                    "the directory %s for the files of instances does not exist; create it"
                            .formatted(parent.get()));
        }
        Path path = parent.get().toRealPath().resolve("spawn-scale-" + UUID.randomUUID());
        // First, so that a local cloud that is killed here leaves nothing.
        Files.createSymbolicLink(inState, path);
        return new ScaleDirectory(Files.createDirectory(path, PRIVATE), inState);
    }

    void delete() throws IOException {
        remove(path);
        Files.deleteIfExists(inState);
    }

    /** Scale hosts of a killed local cloud write until they notice its end, up to some seconds. */
    private static void removeLeft(Path tree) throws IOException {
        for (int attempt = 1; true; attempt++) {
            try {
                remove(tree);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
            }
        }
    }

    /**
     * Deletes with a program, which goes on when the local cloud is killed meanwhile: 10,000
     * instances have 400,000 files.
     */
    private static void remove(Path tree) throws IOException {
        Process rm =
                new ProcessBuilder("rm", "-rf", "--", tree.toString())
                        .redirectErrorStream(true)
                        .start();
        List<String> problems = rm.inputReader(StandardCharsets.UTF_8).readAllLines();
        if (!problems.isEmpty()) {
            throw new IOException(problems.getFirst());
        }
    }
}

package io.jobarrays.localcloud.machines.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Directory with the files of all instances of scale mode, accessible to its owner only; one that a
 * killed local cloud has left is deleted first.
 */
public record ScaleDirectory(Path path) {
    /**
     * @param state state directory of the local cloud
     * @param parent directory that the user has named, which other local clouds may use as well
     */
    public static ScaleDirectory of(Path state, Optional<Path> parent) {
        String own = UUID.nameUUIDFromBytes(state.toString().getBytes(StandardCharsets.UTF_8)) + "";
        return new ScaleDirectory(
                parent.map(it -> it.resolve("spawn-scale-" + own)).orElse(state.resolve("scale")));
    }

    void create() throws IOException {
        delete();
        Files.createDirectory(
                path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * Deletes it with a program, which goes on when the local cloud is killed meanwhile: 10,000
     * instances have 400,000 files.
     */
    void delete() throws IOException {
        Process rm =
                new ProcessBuilder("rm", "-rf", "--", path.toString())
                        .redirectErrorStream(true)
                        .start();
        List<String> problems = rm.inputReader(StandardCharsets.UTF_8).readAllLines();
        if (!problems.isEmpty()) {
            throw new IOException(problems.getFirst());
        }
    }
}

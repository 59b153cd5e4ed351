package io.jobarrays.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * List of directories in a file, one a line; kept until {@code spawn down}, so that a local cloud
 * that is started again has them.
 */
record RecordedDirectories(Path file) {
    List<Path> read() {
        return UserStateDirectory.read(file).stream().flatMap(String::lines).map(Path::of).toList();
    }

    /** The recorded ones and those of the list that are not. */
    List<Path> with(List<Path> directories) {
        return Stream.concat(read().stream(), directories.stream()).distinct().toList();
    }

    /** Replaces the file, since a local cloud may be reading it. */
    void write(List<Path> directories) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, directories.stream().map(Path::toString).toList());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
    }
}

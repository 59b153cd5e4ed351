package io.jobarrays.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Mount points of this machine; none where Linux does not list them. */
final class MountPoints {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT_FIELD = 4;

    private MountPoints() {}

    static List<Path> read() {
        try {
            return Files.readAllLines(MOUNTINFO).stream().map(MountPoints::of).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path of(String line) {
        return Path.of(
                line.split(" ", -1)[MOUNT_POINT_FIELD]
                        .replace("\\040", " ")
                        .replace("\\011", "\t")
                        .replace("\\012", "\n")
                        .replace("\\134", "\\"));
    }
}

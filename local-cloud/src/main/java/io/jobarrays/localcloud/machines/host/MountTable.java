package io.jobarrays.localcloud.machines.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mount table of the host; finds all paths of a directory whose parent is mounted in several
 * places.
 */
record MountTable(List<Mount> mounts) {

    /**
     * One mount.
     *
     * @param device device number of the file system
     * @param root directory of the file system that is mounted
     * @param point mount point
     */
    record Mount(String device, Path root, Path point) {
        /** Parses a line of mountinfo: id, parent, device, root, mount point and more. */
        static Mount of(String line) {
            String[] fields = line.split(" ", -1);
            return new Mount(fields[2], path(fields[3]), path(fields[4]));
        }

        private static Path path(String escaped) {
            return Path.of(
                    escaped.replace("\\040", " ")
                            .replace("\\011", "\t")
                            .replace("\\012", "\n")
                            .replace("\\134", "\\"));
        }

        private Optional<Path> view(Path inside) {
            return inside.startsWith(root)
                    ? Optional.of(point.resolve(root.relativize(inside)).normalize())
                    : Optional.empty();
        }
    }

    static MountTable read() throws IOException {
        return of(Files.readAllLines(Path.of("/proc/self/mountinfo")));
    }

    static MountTable of(List<String> mountinfo) {
        return new MountTable(
                mountinfo.stream()
                        .map(Mount::of)
                        .filter(mount -> mount.root().isAbsolute())
                        .toList());
    }

    /** The path and all other paths of the same directory. */
    Stream<Path> views(Path path) {
        Optional<Mount> mountOfPath =
                mounts.stream()
                        .filter(mount -> path.startsWith(mount.point()))
                        // The longest mount point; among equal ones the last mount.
                        .reduce(
                                (a, b) ->
                                        b.point().getNameCount() >= a.point().getNameCount()
                                                ? b
                                                : a);
        return Stream.concat(
                Stream.of(path), mountOfPath.stream().flatMap(it -> otherViews(it, path)));
    }

    private Stream<Path> otherViews(Mount mountOfPath, Path path) {
        Path inside = mountOfPath.root().resolve(mountOfPath.point().relativize(path)).normalize();
        return mounts.stream()
                .filter(mount -> mount.device().equals(mountOfPath.device()))
                .flatMap(mount -> mount.view(inside).stream())
                .filter(view -> !view.equals(path))
                .sorted(Comparator.naturalOrder());
    }
}

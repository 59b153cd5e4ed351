package io.jobarrays.localcloud.machines.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is mounted on the host: tells where else a directory can be seen, when the host has mounted
 * one of its parents in two places.
 */
record MountTable(List<Mount> mounts) {

    /**
     * One mount.
     *
     * @param device of the file system
     * @param root which of its directories is shown
     * @param point where
     */
    record Mount(String device, Path root, Path point) {
        /** From a line of mountinfo: id, parent, device, root, point and more. */
        static Mount of(String line) {
            String[] words = line.split(" ", -1);
            return new Mount(words[2], path(words[3]), path(words[4]));
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

    /** The path itself and every other one that leads to the same directory. */
    Stream<Path> views(Path path) {
        Optional<Mount> home =
                mounts.stream()
                        .filter(mount -> path.startsWith(mount.point()))
                        // The longest, and of equals the one mounted last.
                        .reduce(
                                (a, b) ->
                                        b.point().getNameCount() >= a.point().getNameCount()
                                                ? b
                                                : a);
        return Stream.concat(Stream.of(path), home.stream().flatMap(it -> elsewhere(it, path)));
    }

    private Stream<Path> elsewhere(Mount home, Path path) {
        Path inside = home.root().resolve(home.point().relativize(path)).normalize();
        return mounts.stream()
                .filter(mount -> mount.device().equals(home.device()))
                .flatMap(mount -> mount.view(inside).stream())
                .filter(view -> !view.equals(path))
                .sorted(Comparator.naturalOrder());
    }
}

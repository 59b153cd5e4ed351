package io.jobarrays.localcloud.machines.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Cgroup below which this process may set memory limits, and the name of their file.
 *
 * @param parent directory of the cgroup
 * @param limit file name of a limit in bytes
 */
record MemoryController(Path parent, String limit) {
    private static final String V1_LIMIT = "memory.limit_in_bytes";
    private static final String V2_LIMIT = "memory.max";
    private static final String SUBTREE = "cgroup.subtree_control";

    /**
     * Finds the controller of version 1, in this process's cgroup, else that of version 2, in the
     * root: there a cgroup with processes of its own, as this one's, has no limits below.
     *
     * @param hierarchies {@code /sys/fs/cgroup}
     * @param ofProcess lines of {@code /proc/self/cgroup}
     */
    static Optional<MemoryController> find(Path hierarchies, List<String> ofProcess) {
        Path version1 = hierarchies.resolve("memory");
        Stream<Path> own =
                ofProcess.stream()
                        .map(line -> line.split(":", 3))
                        .filter(field -> field.length == 3 && field[1].equals("memory"))
                        .map(field -> version1.resolve(field[2].substring(1)));
        return Stream.concat(
                        Stream.concat(own, Stream.of(version1))
                                .map(it -> new MemoryController(it, V1_LIMIT)),
                        Stream.of(new MemoryController(hierarchies, V2_LIMIT)))
                .filter(MemoryController::isWritable)
                .findFirst();
    }

    private boolean isWritable() {
        boolean exists =
                isVersion2()
                        ? Files.exists(parent.resolve("cgroup.controllers"))
                        : Files.exists(parent.resolve(limit));
        return exists && Files.isWritable(parent.resolve("cgroup.procs"));
    }

    boolean isVersion2() {
        return limit.equals(V2_LIMIT);
    }

    /** Creates a cgroup in which limits can be set for those below. */
    Path createGroup(String name) throws IOException {
        Path group = parent.resolve(name);
        delegate(parent);
        Files.createDirectory(group);
        try {
            delegate(group);
            return group;
        } catch (IOException e) {
            Files.delete(group);
            throw e;
        }
    }

    private void delegate(Path group) throws IOException {
        if (isVersion2() && !Files.readString(group.resolve(SUBTREE)).contains("memory")) {
            Files.writeString(group.resolve(SUBTREE), "+memory");
        }
    }
}

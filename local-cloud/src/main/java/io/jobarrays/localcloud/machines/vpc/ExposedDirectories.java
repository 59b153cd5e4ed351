package io.jobarrays.localcloud.machines.vpc;

import io.jobarrays.localcloud.base.ConsoleLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Directories of the host that instances can read, at the same path. The file that lists them is
 * read before each start of an instance, so that one can be added while instances run.
 */
public final class ExposedDirectories {
    private final VpcNamespaces vpc;
    private final Path list;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Path> known = new ArrayList<>();

    /**
     * @param list file with absolute paths, one a line; none while it is missing
     */
    public ExposedDirectories(VpcNamespaces vpc, Path list) {
        this.vpc = vpc;
        this.list = list;
    }

    /**
     * Mounts what is new in the list, for instances that start from now on. What cannot be mounted
     * is logged, once, and keeps no instance from starting.
     */
    public void mountNew() throws IOException {
        lock.lock();
        try {
            if (Files.exists(list)) {
                Files.readAllLines(list).stream()
                        .map(Path::of)
                        .filter(directory -> !known.contains(directory))
                        .forEach(this::mount);
            }
        } finally {
            lock.unlock();
        }
    }

    private void mount(Path directory) {
        known.add(directory);
        try {
            vpc.runScript(
                    "instances do not see the exposed directory " + directory,
                    "expose.sh",
                    vpc.directory().toString(),
                    Integer.toString(known.size()),
                    FstabPath.of(directory));
        } catch (IOException e) {
            ConsoleLog.line(String.valueOf(e.getMessage()));
        }
    }
}

package io.jobarrays.localcloud.machines.vpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hides files that only root of the host may read from instances, where they came after the start
 * of the local cloud: in the directories of software that no package manager installed. See
 * hide.sh.
 */
public final class RootOnlyFiles {
    /** Reading the directories costs some tens of milliseconds. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final VpcNamespaces vpc;
    private final ReentrantLock lock = new ReentrantLock();
    private long checkedAt = System.nanoTime() - CHECK_INTERVAL.toNanos();

    public RootOnlyFiles(VpcNamespaces vpc) {
        this.vpc = vpc;
    }

    /**
     * For instances that start from now on; where another user runs the local cloud, the kernel
     * does it.
     */
    public void hideNew() throws IOException {
        lock.lock();
        try {
            long age = System.nanoTime() - checkedAt;
            if (age < CHECK_INTERVAL.toNanos() || !runsAsRoot()) {
                return;
            }
            vpc.runScript(
                    "files of root", "hide.sh", vpc.directory().toString(), "/opt", "/usr/local");
            checkedAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private static boolean runsAsRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }
}

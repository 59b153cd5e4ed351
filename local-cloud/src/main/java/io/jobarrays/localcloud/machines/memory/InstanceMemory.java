package io.jobarrays.localcloud.machines.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Limit of one instance: the memory of its type, an allowance, and what its files take. The kernel
 * counts the files of a tmpfs, the instance's disk, as memory of the cgroup that wrote them, and
 * knows no limit without them: the limit grows with the disk, and in advance while files are
 * written.
 */
final class InstanceMemory {
    /** For the kernel's own memory, and files written between two checks. */
    static final long ALLOWANCE_BYTES = 256L << 20;

    private static final long MAX_ADVANCE_BYTES = 1L << 30;
    private static final int ADVANCE_CHECKS = 4;
    private static final int MEMINFO_CHECKS = 10;

    private final Path cgroup;
    private final Path limitFile;
    private final long bytes;
    private final Path disk;
    private final Path meminfo;
    private long diskBytes;
    private long limit;
    private int round;

    InstanceMemory(Path cgroup, String limitFile, long bytes, Path disk, Path meminfo) {
        this.cgroup = cgroup;
        this.limitFile = cgroup.resolve(limitFile);
        this.bytes = bytes;
        this.disk = disk;
        this.meminfo = meminfo;
    }

    /** Sets the limit before the instance's first process. */
    void begin() throws IOException {
        diskBytes = usedDisk();
        writeLimit(limit(bytes, diskBytes, 0));
        Files.createDirectories(meminfo.resolveSibling(""));
        writeMeminfo();
    }

    /** Adapts the limit to the disk, and every tenth time meminfo. */
    void adapt() {
        try {
            long used = usedDisk();
            long next = limit(bytes, used, used - diskBytes);
            diskBytes = used;
            if (next != limit) {
                writeLimit(next);
            }
            round++;
            if (round % MEMINFO_CHECKS == 0) {
                writeMeminfo();
            }
        } catch (IOException e) {
            // A lower limit than what is in use; or the instance has just ended.
        }
    }

    /** Removes the cgroup, whose processes have ended. */
    void end() {
        CgroupTree.remove(cgroup);
        meminfo.toFile().delete();
    }

    static long limit(long bytes, long disk, long growth) {
        long advance = Math.clamp(ADVANCE_CHECKS * growth, 0, MAX_ADVANCE_BYTES);
        return bytes + ALLOWANCE_BYTES + disk + advance;
    }

    private long usedDisk() {
        return disk.toFile().getTotalSpace() - disk.toFile().getFreeSpace();
    }

    private void writeLimit(long next) throws IOException {
        Files.writeString(limitFile, Long.toString(next), StandardOpenOption.WRITE);
        limit = next;
    }

    /** In place, since the file is mounted in the instance. */
    private void writeMeminfo() throws IOException {
        byte[] text =
                MemoryUse.read(cgroup).meminfo(bytes, diskBytes).getBytes(StandardCharsets.UTF_8);
        Files.write(meminfo, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}

package io.jobarrays.localcloud.machines.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Memory of an instance's cgroup in bytes.
 *
 * @param anonymous of processes
 * @param shared of tmpfs, the instance's disk included
 * @param cached of files that the kernel can drop
 */
record MemoryUse(long anonymous, long shared, long cached) {
    static MemoryUse read(Path cgroup) throws IOException {
        return of(Files.readString(cgroup.resolve("memory.stat")));
    }

    /**
     * Reads the lines "name bytes" of both versions; {@code total_} is version 1 with its children.
     */
    static MemoryUse of(String stat) {
        Map<String, Long> values =
                stat.lines()
                        .map(line -> line.split(" ", 2))
                        .collect(
                                Collectors.toMap(
                                        field -> field[0], field -> Long.valueOf(field[1])));
        long shared = first(values, "total_shmem", "shmem");
        return new MemoryUse(
                first(values, "total_rss", "anon"),
                shared,
                Math.max(0, first(values, "total_cache", "file") - shared));
    }

    private static long first(Map<String, Long> values, String... names) {
        return Stream.of(names).filter(values::containsKey).map(values::get).findFirst().orElse(0L);
    }

    /**
     * Content of {@code /proc/meminfo} for a machine of this size.
     *
     * @param disk bytes of the instance's disk, which a real machine does not keep in memory
     */
    String meminfo(long size, long disk) {
        long sharedMemory = Math.max(0, shared - disk);
        long used = anonymous + sharedMemory;
        long cache = Math.clamp(cached, 0, Math.max(0, size - used));
        long free = Math.max(0, size - used - cache);
        return line("MemTotal", size)
                + line("MemFree", free)
                + line("MemAvailable", free + cache)
                + line("Buffers", 0)
                + line("Cached", cache + sharedMemory)
                + line("SwapCached", 0)
                + line("Active", anonymous)
                + line("Inactive", cache)
                + line("SwapTotal", 0)
                + line("SwapFree", 0)
                + line("Dirty", 0)
                + line("AnonPages", anonymous)
                + line("Mapped", 0)
                + line("Shmem", sharedMemory)
                + line("Slab", 0)
                + line("SReclaimable", 0)
                + line("SUnreclaim", 0)
                + line("CommitLimit", size)
                + line("Committed_AS", used);
    }

    /** Lines of one length, so that a new content of the file replaces the old one completely. */
    private static String line(String name, long bytes) {
        return "%-16s%10d kB%n".formatted(name + ":", bytes >> 10);
    }
}

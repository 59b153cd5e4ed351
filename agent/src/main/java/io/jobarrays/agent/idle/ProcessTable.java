package io.jobarrays.agent.idle;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Resource usage of all processes of this pid namespace except the agent.
 *
 * <p>Used where the kernel's totals belong to the host. Ended processes count too, because the
 * kernel adds their usage to the parent's when the parent reaps them. Only children of a parent
 * that ignores SIGCHLD are lost.
 */
final class ProcessTable {
    /** USER_HZ, the unit of {@code /proc/[pid]/stat}; 100 on every Linux on EC2. */
    private static final double TICKS_PER_SECOND = 100;

    private final String ownPid;
    private double cpu;
    private long bytes;
    private final Map<String, Double> secondsByProcess = new HashMap<>();

    private ProcessTable(long self) {
        this.ownPid = Long.toString(self);
    }

    static ProcessTable read(Path proc, long self) throws IOException {
        ProcessTable table = new ProcessTable(self);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                table.add(process);
            }
        }
        return table;
    }

    /** Processor seconds of live and reaped processes. */
    double cpu() {
        return cpu;
    }

    /** Processor seconds of each live process. */
    Map<String, Double> processes() {
        return secondsByProcess;
    }

    /** Bytes read and written, pipes included: with a disk in memory no device counter changes. */
    long bytes() {
        return bytes;
    }

    private void add(Path process) {
        String pid = process.getFileName().toString();
        try {
            String stat = Files.readString(process.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double used = seconds(fields[11]) + seconds(fields[12]);
            cpu += seconds(fields[13]) + seconds(fields[14]);
            if (!pid.equals(ownPid)) {
                cpu += used;
                secondsByProcess.put(pid + "@" + fields[19], used);
                bytes += ioBytes(process);
            }
        } catch (IOException | RuntimeException e) {
            // The process has ended meanwhile, or is not readable.
        }
    }

    private static long ioBytes(Path process) {
        try {
            long sum = 0;
            for (String line : Files.readAllLines(process.resolve("io"))) {
                if (line.startsWith("rchar:") || line.startsWith("wchar:")) {
                    sum += Long.parseLong(line.substring(6).strip());
                }
            }
            return sum;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private static double seconds(String ticks) {
        return Long.parseLong(ticks) / TICKS_PER_SECOND;
    }
}

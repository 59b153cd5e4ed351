package io.jobarrays.agent.idle;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What all processes of this pid namespace have used so far, but for this one.
 *
 * <p>This is the measure on a machine that shares its kernel with others: there the kernel's own
 * figures are the host's. It counts what has ended too, because a process' time and bytes are added
 * to its parent's when the parent takes note of its end. Only what ends under a parent that ignores
 * SIGCHLD is lost.
 */
final class ProcessTable {
    /** Of {@code /proc/[pid]/stat}; 100 on every Linux that EC2 runs. */
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

    /** Seconds, of the living and the ended. */
    double cpu() {
        return cpu;
    }

    /** Seconds of each living process alone. */
    Map<String, Double> processes() {
        return secondsByProcess;
    }

    /**
     * Bytes read and written. Where the disk is in memory nothing ever reaches a device, so what
     * programs read and wrote counts, pipes included.
     */
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
            // It has ended meanwhile, or is none of ours to look at.
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

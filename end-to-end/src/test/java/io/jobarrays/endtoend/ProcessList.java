package io.jobarrays.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The process table: process id to command line. */
final class ProcessList {
    private static final String NAMESPACES = "NSpid:";

    private ProcessList() {}

    /**
     * Processes with the directory in their command line or environment: control plane, database
     * and local cloud.
     */
    static SortedMap<Long, String> of(Path directory) {
        return table(ProcessHandle.allProcesses(), pid -> names(pid, directory));
    }

    /**
     * Processes in instances of the local cloud with that process id: two process namespaces below
     * this one, that of the VPC and that of the instance.
     */
    static SortedMap<Long, String> inInstancesOf(long cloud) {
        int own = depth(ProcessHandle.current().pid());
        return table(
                ProcessHandle.of(cloud).stream().flatMap(ProcessHandle::descendants),
                pid -> depth(pid) >= own + 2);
    }

    static List<Long> alive(Collection<Long> pids) {
        return pids.stream()
                .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .toList();
    }

    private static SortedMap<Long, String> table(
            Stream<ProcessHandle> processes, Predicate<Long> wanted) {
        SortedMap<Long, String> found = new TreeMap<>();
        long self = ProcessHandle.current().pid();
        processes
                .map(ProcessHandle::pid)
                .filter(pid -> pid != self && wanted.test(pid))
                .forEach(pid -> found.put(pid, read(pid, "cmdline").replace('\0', ' ')));
        return found;
    }

    private static boolean names(long pid, Path directory) {
        return Stream.of("cmdline", "environ")
                .anyMatch(file -> read(pid, file).contains("" + directory));
    }

    /** Number of process namespaces in which the process has an id. */
    private static int depth(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith(NAMESPACES))
                .mapToInt(line -> (int) line.chars().filter(c -> c == '\t').count())
                .findFirst()
                .orElse(0);
    }

    /** Empty for a process that has ended or is another user's. */
    private static String read(long pid, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", "" + pid, file));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}

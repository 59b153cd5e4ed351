package io.jobarrays.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The process table (process id to command line), as far as it belongs to one state directory. */
final class Processes {
    private Processes() {}

    /**
     * Everything that names the directory in its command line or its environment, or has it
     * mounted: control plane, database, local cloud and what runs in instances.
     */
    static SortedMap<Long, String> of(Path directory) {
        return matching(directory, List.of("cmdline", "environ", "mountinfo"));
    }

    /** What runs inside instances: their disks lie under the directory. */
    static SortedMap<Long, String> inInstancesOf(Path directory) {
        return matching(directory, List.of("mountinfo"));
    }

    private static SortedMap<Long, String> matching(Path directory, List<String> files) {
        SortedMap<Long, String> found = new TreeMap<>();
        long self = ProcessHandle.current().pid();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self)
                .forEach(
                        process -> {
                            Path proc = Path.of("/proc", "" + process.pid());
                            if (files.stream()
                                    .anyMatch(f -> read(proc, f).contains("" + directory))) {
                                found.put(process.pid(), read(proc, "cmdline").replace('\0', ' '));
                            }
                        });
        return found;
    }

    /** Empty for a process that has ended or is another user's. */
    private static String read(Path proc, String file) {
        try {
            return new String(Files.readAllBytes(proc.resolve(file)), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}

package io.jobarrays.localcloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Descendants of a process that were seen at any time, and their namespaces; tells which of them
 * are left, also when they have another parent by then.
 */
final class ObservedProcesses {
    private static final List<String> KINDS = List.of("mnt", "net", "pid", "user");

    private final ProcessHandle ancestor;

    /** Equal only with the same id and start time. */
    private final Set<ProcessHandle> processes = new HashSet<>();

    private final Set<String> namespaces = new HashSet<>();
    private final Set<String> hostNamespaces = namespacesOf(ProcessHandle.current());

    ObservedProcesses(ProcessHandle ancestor) {
        this.ancestor = ancestor;
    }

    /** Adds the descendants of this moment. */
    void observe() {
        ancestor.descendants()
                .forEach(
                        process -> {
                            processes.add(process);
                            namespaces.addAll(namespacesOf(process));
                        });
        namespaces.removeAll(hostNamespaces);
    }

    /** Number of namespaces that are not those of this process. */
    int namespaces() {
        return namespaces.size();
    }

    /** Observed processes that did not end, and processes in observed namespaces. */
    List<String> left() {
        return ProcessHandle.allProcesses()
                .filter(it -> processes.contains(it) || isInObservedNamespace(it))
                .filter(it -> !isZombie(it))
                .map(it -> it.pid() + " " + read(it, "cmdline").replace('\0', ' '))
                .toList();
    }

    private boolean isInObservedNamespace(ProcessHandle process) {
        return namespacesOf(process).stream().anyMatch(namespaces::contains);
    }

    private static Set<String> namespacesOf(ProcessHandle process) {
        return KINDS.stream()
                .flatMap(kind -> link(Path.of("/proc/" + process.pid() + "/ns/" + kind)))
                .collect(Collectors.toSet());
    }

    private static Stream<String> link(Path path) {
        try {
            return Stream.of(Files.readSymbolicLink(path).toString());
        } catch (IOException ended) {
            return Stream.empty();
        }
    }

    private static boolean isZombie(ProcessHandle process) {
        String stat = read(process, "stat");
        return stat.startsWith(") Z", Math.max(0, stat.lastIndexOf(')')));
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/" + file));
        } catch (IOException ended) {
            return "";
        }
    }
}

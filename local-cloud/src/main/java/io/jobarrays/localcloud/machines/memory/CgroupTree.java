package io.jobarrays.localcloud.machines.memory;

import io.jobarrays.localcloud.base.ConsoleLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Removal of cgroups; the kernel allows it as soon as they have no process. */
final class CgroupTree {
    private static final int ATTEMPTS = 50;
    private static final long PAUSE_MILLIS = 20;

    private CgroupTree() {}

    /** Removes cgroups named {@code {prefix}{process id}-{number}} whose process has ended. */
    static void removeEnded(Path parent, String prefix) throws IOException {
        Pattern pattern = Pattern.compile(Pattern.quote(prefix) + "([0-9]+)-[0-9]+");
        for (Path group : children(parent)) {
            Matcher name = pattern.matcher(String.valueOf(group.getFileName()));
            if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                remove(group);
            }
        }
    }

    /** Waits up to a second for the end of killed processes. */
    static void remove(Path group) {
        try {
            for (Path child : children(group)) {
                remove(child);
            }
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (group.toFile().delete() || !Files.exists(group)) {
                    return;
                }
                // Version 1 has no event for the end of the last process.
                Thread.sleep(PAUSE_MILLIS);
            }
            ConsoleLog.line("the cgroup " + group + " still has processes");
        } catch (IOException e) {
            ConsoleLog.failure("cgroup " + group, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Path> children(Path group) throws IOException {
        if (!Files.isDirectory(group)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(group)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }
}

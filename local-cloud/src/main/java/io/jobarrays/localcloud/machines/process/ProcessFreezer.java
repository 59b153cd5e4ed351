package io.jobarrays.localcloud.machines.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Suspends all processes of a machine, including its init, and resumes them.
 *
 * <p>Uses SIGSTOP, also for root: a process frozen by a cgroup of version 1 cannot be killed and
 * would outlive the local cloud.
 */
final class ProcessFreezer {
    private static final Duration FREEZE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);
    private static final char EXITED = 'X';

    private final ProcessHandle init;

    /** Processes that were already stopped before the freeze; they stay stopped after it. */
    private final Set<Long> stoppedBefore = new HashSet<>();

    ProcessFreezer(ProcessHandle init) {
        this.init = init;
    }

    /**
     * Suspends all processes; returns when none runs.
     *
     * @throws IOException when a process does not stop; then all processes are resumed
     */
    void freeze() throws IOException {
        stoppedBefore.clear();
        processes()
                .map(ProcessHandle::pid)
                .filter(ProcessFreezer::isStopped)
                .forEach(stoppedBefore::add);
        Set<Long> signalled = new HashSet<>();
        Instant end = Instant.now().plus(FREEZE_TIMEOUT);
        List<ProcessHandle> running = running(signalled);
        while (!running.isEmpty()) {
            if (Instant.now().isAfter(end)) {
                thaw();
                throw new IOException("%d processes do not stop".formatted(running.size()));
            }
            List<Long> next = withoutRunningParent(running);
            signal("STOP", next);
            signalled.addAll(next);
            pause();
            running = running(signalled);
        }
    }

    /** Resumes children first: a shell resumed before its job would report the job as stopped. */
    void thaw() throws IOException {
        Map<Long, Long> parents = new HashMap<>();
        processes().forEach(it -> parents.put(it.pid(), parent(it)));
        Comparator<Long> byDepth = Comparator.comparing(pid -> depth(pid, parents));
        signal(
                "CONT",
                parents.keySet().stream()
                        .filter(pid -> !stoppedBefore.contains(pid))
                        .sorted(byDepth.reversed())
                        .toList());
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(init), init.descendants());
    }

    /** Processes that still run; processes may have been forked while others were stopped. */
    private List<ProcessHandle> running(Set<Long> signalled) {
        return processes()
                .filter(it -> isRunning(state(it.pid()), signalled.contains(it.pid())))
                .toList();
    }

    /** Processes whose parent does not run: a waiting parent must not see its child stop. */
    private static List<Long> withoutRunningParent(List<ProcessHandle> running) {
        Set<Long> pids = running.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        return running.stream()
                .filter(it -> !pids.contains(parent(it)))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static long parent(ProcessHandle process) {
        return process.parent().map(ProcessHandle::pid).orElse(0L);
    }

    private static int depth(long pid, Map<Long, Long> parents) {
        int depth = 0;
        for (Long it = parents.get(pid); it != null; it = parents.get(it)) {
            depth++;
        }
        return depth;
    }

    private static boolean isRunning(char state, boolean signalled) {
        return switch (state) {
            case 'T', 't', EXITED -> false;
            // A process waiting in the kernel stops before it runs on; a zombie may have threads,
            // which stop with it.
            case 'D', 'Z' -> !signalled;
            default -> true;
        };
    }

    private static boolean isStopped(long pid) {
        char state = state(pid);
        return state == 'T' || state == 't';
    }

    /** Process state in /proc/PID/stat, after the name, which may contain any character. */
    private static char state(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            String stat = new String(bytes, StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException | IndexOutOfBoundsException e) {
            return EXITED;
        }
    }

    /** Sends the signal; a process that has already ended is no failure. */
    private static void signal(String name, List<Long> pids) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "kill -s $0 -- \"$@\" 2>/dev/null", name));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

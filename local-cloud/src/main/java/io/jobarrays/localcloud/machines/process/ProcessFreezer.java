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
 * Stops all processes of a machine where they stand, its init included, and lets them go on.
 *
 * <p>By SIGSTOP from outside, for root as for everybody: what a cgroup of version 1 has frozen
 * cannot even be killed, and would outlive a cloud that is.
 */
final class ProcessFreezer {
    private static final Duration FREEZE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);
    private static final char EXITED = 'X';

    private final ProcessHandle init;

    /** Those somebody inside had stopped: they stay so when the machine goes on. */
    private final Set<Long> stoppedBefore = new HashSet<>();

    ProcessFreezer(ProcessHandle init) {
        this.init = init;
    }

    /**
     * Returns when nothing runs any more.
     *
     * @throws IOException when something goes on running; all of it does then
     */
    void freeze() throws IOException {
        stoppedBefore.clear();
        processes()
                .map(ProcessHandle::pid)
                .filter(ProcessFreezer::isStopped)
                .forEach(stoppedBefore::add);
        Set<Long> told = new HashSet<>();
        Instant end = Instant.now().plus(FREEZE_TIMEOUT);
        List<ProcessHandle> awake = running(told);
        while (!awake.isEmpty()) {
            if (Instant.now().isAfter(end)) {
                thaw();
                throw new IOException("%d processes do not stop".formatted(awake.size()));
            }
            List<Long> next = withoutRunningParent(awake);
            signal("STOP", next);
            told.addAll(next);
            pause();
            awake = running(told);
        }
    }

    /** Children first: a shell that woke before its job would believe that somebody stopped it. */
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

    /** New ones may have been forked while the others were stopped. */
    private List<ProcessHandle> running(Set<Long> told) {
        return processes()
                .filter(it -> isRunning(state(it.pid()), told.contains(it.pid())))
                .toList();
    }

    /** Those without a parent that is awake: whoever waits for a child must not see it stop. */
    private static List<Long> withoutRunningParent(List<ProcessHandle> awake) {
        Set<Long> pids = awake.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        return awake.stream()
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

    private static boolean isRunning(char state, boolean told) {
        return switch (state) {
            case 'T', 't', EXITED -> false;
            // Waiting in the kernel, it stops before it does anything else; a zombie has threads
            // perhaps, which stop with it.
            case 'D', 'Z' -> !told;
            default -> true;
        };
    }

    private static boolean isStopped(long pid) {
        char state = state(pid);
        return state == 'T' || state == 't';
    }

    /** The state as /proc has it, behind a name that may hold anything. */
    private static char state(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            String stat = new String(bytes, StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException | IndexOutOfBoundsException e) {
            return EXITED;
        }
    }

    /** One that has ended meanwhile is no failure. */
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

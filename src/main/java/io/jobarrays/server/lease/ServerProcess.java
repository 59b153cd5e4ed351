package io.jobarrays.server.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Process of a server, so that another process of the same machine can tell whether it has ended.
 *
 * @param origin boot of the machine, PID namespace and user; empty where they are not known
 * @param startTicks start of the process since the boot, which no change of the clock moves
 */
record ServerProcess(String origin, long pid, long startTicks) {
    private static final Logger LOG = Logger.getLogger(ServerProcess.class);

    private static final Pattern TEXT = Pattern.compile("(\\S*) (\\d+) (-?\\d+)");

    /** proc_pid_stat(5): state is field 3, starttime field 22; the name before may have blanks. */
    private static final Pattern STAT = Pattern.compile("(?s).*\\) (\\S)(?: \\S+){18} (\\d+) .*");

    private static final long UNKNOWN = -1;

    static ServerProcess current() {
        return of(ProcessHandle.current().pid());
    }

    /** A process of this machine. */
    static ServerProcess of(long pid) {
        try {
            return new ServerProcess(ownOrigin(), pid, startOf(pid).orElse(UNKNOWN));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debugf("the end of process %d cannot be seen: %s", pid, e.getMessage());
            return new ServerProcess("", pid, UNKNOWN);
        }
    }

    static ServerProcess parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a process of a server");
        }
        return new ServerProcess(
                parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    /** False also when it is not known, as for a process of another machine. */
    boolean hasEnded() {
        try {
            return startTicks != UNKNOWN
                    && origin.equals(ownOrigin())
                    && startOf(pid).filter(ticks -> ticks == startTicks).isEmpty();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debugf("the end of process %d cannot be seen: %s", pid, e.getMessage());
            return false;
        }
    }

    /** False also when it is not known: in containers, many processes have the number 1. */
    boolean isSameAs(ServerProcess other) {
        return startTicks != UNKNOWN && equals(other);
    }

    @Override
    public String toString() {
        return "%s %d %d".formatted(origin, pid, startTicks);
    }

    /** The user is part of it, since /proc may show a user only the processes of that user. */
    private static String ownOrigin() throws IOException {
        return "%s/%s/%s"
                .formatted(
                        Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
                        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")),
                        Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** Empty when no such process runs; a zombie runs no more. */
    private static Optional<Long> startOf(long pid) throws IOException {
        try {
            Matcher stat = STAT.matcher(Files.readString(Path.of("/proc", "" + pid, "stat")));
            return stat.matches() && !"ZX".contains(stat.group(1))
                    ? Optional.of(Long.parseLong(stat.group(2)))
                    : Optional.empty();
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }
}

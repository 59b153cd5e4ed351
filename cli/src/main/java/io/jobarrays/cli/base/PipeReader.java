package io.jobarrays.cli.base;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/**
 * Reader at the other end of stdout, watched with poll(2): the JDK notices that it is gone only
 * when it writes, and a command that follows may have nothing to write for hours.
 */
final class PipeReader {
    private static final int STDOUT = 1;

    /** {@code struct pollfd}: an int and two shorts; the same on Linux and macOS. */
    private static final long POLLFD_BYTES = 8;

    private static final long REVENTS_OFFSET = 6;

    /** Of {@code poll.h}: the other end of a pipe, or of a socket, is closed. */
    private static final int POLLERR_OR_POLLHUP = 0x8 | 0x10;

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    private static final MethodHandle POLL = poll();

    private PipeReader() {}

    /** Blocks until the reader is gone; for ever when stdout is a file. */
    static void awaitGone() {
        while (!isGone()) {
            Pause.of(WATCH_INTERVAL);
        }
    }

    /** Errors and hang-ups are reported always: no event is asked for. */
    static boolean isGone() {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment file = memory.allocate(POLLFD_BYTES, Integer.BYTES);
            file.set(ValueLayout.JAVA_INT, 0, STDOUT);
            int count = (int) POLL.invokeExact(file, 1L, 0);
            int events = file.get(ValueLayout.JAVA_SHORT, REVENTS_OFFSET);
            return count > 0 && (events & POLLERR_OR_POLLHUP) != 0;
        } catch (Throwable unknown) {
            // Method handles declare Throwable; without an answer a write will notice.
            return false;
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle poll() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("poll"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT));
    }
}

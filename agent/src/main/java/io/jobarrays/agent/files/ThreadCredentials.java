package io.jobarrays.agent.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Ids with which Linux checks the rights of one thread to files, as of a server of NFS:
 * setfsuid(2), setfsgid(2) and the supplementary groups. With the id of a user the thread loses the
 * capabilities of root over files. The user can neither signal nor trace the thread, whose other
 * ids stay root's.
 */
final class ThreadCredentials {
    /** {@code CAP_DAC_OVERRIDE} and {@code CAP_DAC_READ_SEARCH}: rights to all files. */
    private static final long CAPABILITIES_OVER_FILES = 1 << 1 | 1 << 2;

    private static final MethodHandle SET_USER = fileId("setfsuid");
    private static final MethodHandle SET_GROUP = fileId("setfsgid");
    private static final MethodHandle SYSTEM_CALL = systemCall();

    private ThreadCredentials() {}

    /**
     * Takes the ids of a user for the rest of the current platform thread's life.
     *
     * @throws IOException if the kernel did not take them: nothing must be opened then
     */
    static void take(int user, int group, List<Integer> groups) throws IOException {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment ids =
                    memory.allocateFrom(
                            ValueLayout.JAVA_INT,
                            groups.stream().mapToInt(Integer::intValue).toArray());
            // The function of the C library would change the groups of all threads.
            long failed = (long) SYSTEM_CALL.invokeExact(setGroups(), (long) groups.size(), ids);
            int earlierGroup = (int) SET_GROUP.invokeExact(group);
            int earlierUser = (int) SET_USER.invokeExact(user);
            if (failed != 0) {
                throw new IOException(
                        "run-as: the agent cannot take the groups of the user (it had the ids %d and %d)"
                                .formatted(earlierUser, earlierGroup));
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            // invokeExact declares it.
            throw new IOException("run-as: the rights of the user cannot be taken", e);
        }
        check(user, group);
    }

    /** The two functions do not tell of a failure. */
    private static void check(int user, int group) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/thread-self/status"));
        boolean taken =
                last(status, "Uid:").equals(Integer.toUnsignedString(user))
                        && last(status, "Gid:").equals(Integer.toUnsignedString(group))
                        && (Long.parseUnsignedLong(last(status, "CapEff:"), 16)
                                        & CAPABILITIES_OVER_FILES)
                                == 0;
        if (!taken) {
            throw new IOException("run-as: the agent has not got the rights of the user " + user);
        }
    }

    private static String last(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.lastIndexOf('\t') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Number of setgroups(2). */
    private static long setGroups() throws IOException {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> 116;
            case "aarch64" -> 159;
            case String other ->
                    throw new IOException("run-as: collect does not know the processor " + other);
        };
    }

    @SuppressWarnings("restricted")
    private static MethodHandle fileId(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle systemCall() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(1));
    }
}

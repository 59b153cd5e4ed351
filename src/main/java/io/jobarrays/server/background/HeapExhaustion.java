package io.jobarrays.server.background;

import java.lang.Thread.UncaughtExceptionHandler;

/**
 * End of a process without memory. One of its threads has ended in the middle of its work, so that
 * an array could wait for ever; a server that is started again takes up all work where it was.
 */
public final class HeapExhaustion {
    /** As the JVM's own, with ExitOnOutOfMemoryError. */
    private static final int EXIT_CODE = 3;

    private HeapExhaustion() {}

    /** Watches threads that no loop of ours runs. */
    public static void watch() {
        UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> {
                    if (failure instanceof OutOfMemoryError error) {
                        end(error);
                    }
                    if (before != null) {
                        before.uncaughtException(thread, failure);
                    } else {
                        failure.printStackTrace();
                    }
                });
    }

    static void end(OutOfMemoryError error) {
        System.err.println(
                "spawn: the control plane ends without memory (%s); give it more with -Xmx"
                        .formatted(error.getMessage()));
        // No shutdown hooks: they need memory, too.
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}

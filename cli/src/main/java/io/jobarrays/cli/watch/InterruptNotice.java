package io.jobarrays.cli.watch;

import io.jobarrays.cli.session.CommandSession;

/** Prints on Ctrl-C, while open, what continues on the server; the exit code is then 130. */
final class InterruptNotice implements AutoCloseable {
    private final Thread hook;

    private InterruptNotice(Thread hook) {
        this.hook = hook;
    }

    static InterruptNotice register(CommandSession session, String sentence) {
        Thread hook = new Thread(() -> session.progress("\n" + sentence));
        Runtime.getRuntime().addShutdownHook(hook);
        return new InterruptNotice(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The JVM is shutting down and runs the hook.
        }
    }
}

package io.jobarrays.cli.watch;

import io.jobarrays.cli.session.CommandSession;

/** While open, Ctrl-C says what goes on without us; the exit code is then the system's, 130. */
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
            // The hook speaks now.
        }
    }
}

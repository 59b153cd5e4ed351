package io.jobarrays.cli.commands;

import io.jobarrays.cli.Session;

/** While open, Ctrl-C says what goes on without us; the exit code is then the system's, 130. */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    static Interruption says(Session session, String sentence) {
        Thread hook = new Thread(() -> session.progress("\n" + sentence));
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
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

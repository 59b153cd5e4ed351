package io.jobarrays.cli.watch;

import io.jobarrays.cli.session.CommandSession;

/**
 * Prints, while open, what continues on the server when the wait ends early: on Ctrl-C with exit
 * code 130, and when the reader of stdout is gone, as after {@code | head}, with 141.
 */
final class InterruptNotice implements AutoCloseable {
    private final Thread hook;

    private InterruptNotice(Thread hook) {
        this.hook = hook;
    }

    static InterruptNotice register(CommandSession session, String sentence) {
        return register(session, () -> {}, sentence);
    }

    /**
     * @param before runs before the sentence is printed
     */
    static InterruptNotice register(CommandSession session, Runnable before, String sentence) {
        Thread hook =
                new Thread(
                        () -> {
                            before.run();
                            session.progress("\n" + sentence);
                        });
        Runtime.getRuntime().addShutdownHook(hook);
        session.exitWhenReaderIsGone();
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

package io.jobarrays.localcloud.base;

/** Log of the local cloud on stderr, one line per event. */
public final class ConsoleLog {
    private ConsoleLog() {}

    public static void line(String text) {
        System.err.println("local cloud: " + text);
    }

    /** Logs an unexpected failure with its stack trace. */
    public static void failure(String what, Throwable cause) {
        line(what + ": " + cause);
        cause.printStackTrace();
    }
}

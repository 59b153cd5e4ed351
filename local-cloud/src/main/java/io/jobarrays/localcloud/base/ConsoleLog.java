package io.jobarrays.localcloud.base;

/** One line on stderr for what somebody who looks there wants to know. */
public final class ConsoleLog {
    private ConsoleLog() {}

    public static void line(String text) {
        System.err.println("local cloud: " + text);
    }

    /** A failure nobody foresaw, with its trace. */
    public static void failure(String what, Throwable cause) {
        line(what + ": " + cause);
        cause.printStackTrace();
    }
}

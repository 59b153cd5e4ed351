package io.jobarrays.agent.scale;

import java.io.PrintStream;

/** Events of the machines of a scale host, one line each. */
final class HostEvents {
    private final PrintStream out;

    HostEvents(PrintStream out) {
        this.out = out;
    }

    void ready() {
        print("ready");
    }

    void booted(String id) {
        print("booted " + id);
    }

    void ended(String id) {
        print("ended " + id);
    }

    /**
     * A line of the machine's console; of a text with several lines, their line ends are spaces.
     */
    void console(String id, String text) {
        print("console " + id + " " + text.replaceAll("[\r\n]", " "));
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}

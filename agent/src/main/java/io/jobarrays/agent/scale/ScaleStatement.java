package io.jobarrays.agent.scale;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import java.time.Duration;
import java.util.Map;

/** Statement of the language that the work of a machine in scale mode is written in. */
sealed interface ScaleStatement {
    /** Longest file of one statement; a script must not fill the disk of all machines. */
    long MAX_FILE_BYTES = 1L << 30;

    Map<String, Integer> SIGNALS =
            Map.of("HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", 9, "SEGV", 11, "TERM", 15);

    /** {@code exit N}: ends the part with this code. */
    record Exit(int code) implements ScaleStatement {}

    /** {@code sleep D}: waits. */
    record Sleep(Duration time) implements ScaleStatement {}

    /** {@code echo TEXT}: writes a line to the log. */
    record Echo(String text) implements ScaleStatement {}

    /** {@code write PATH BYTES}: writes a file of this size. */
    record Write(String path, long bytes) implements ScaleStatement {}

    /** {@code read PATH}: reads a file and logs its size and SHA-256. */
    record Read(String path) implements ScaleStatement {}

    /** {@code kill SIGNAL}: ends the part with this signal. */
    record Kill(int signal) implements ScaleStatement {}

    /** {@code forever}: waits until the part is stopped. */
    record Forever() implements ScaleStatement {}

    /**
     * @throws Refusal when the text is not of the language
     */
    static ScaleStatement parse(String text) {
        String[] words = text.split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0]) {
            case "exit" -> new Exit((int) number(text, rest, 255));
            case "sleep" -> new Sleep(Durations.parse("command: sleep", rest));
            case "echo" -> new Echo(rest);
            case "write" -> write(text, rest);
            case "read" -> new Read(path(text, rest));
            case "kill" -> new Kill(signal(text, rest));
            case "forever" -> new Forever();
            default ->
                    throw new Refusal(
                            "command: scale mode has no statement \"%s\"; write exit N, sleep D, echo TEXT, write PATH BYTES, read PATH, kill SIGNAL or forever"
                                    .formatted(text));
        };
    }

    private static Write write(String statement, String rest) {
        int space = rest.lastIndexOf(' ');
        return new Write(
                path(statement, rest.substring(0, Math.max(0, space)).strip()),
                number(statement, rest.substring(space + 1), MAX_FILE_BYTES));
    }

    private static String path(String statement, String path) {
        if (path.isEmpty()) {
            throw new Refusal("command: \"%s\" needs a path".formatted(statement));
        }
        return path;
    }

    private static int signal(String statement, String text) {
        Integer number = SIGNALS.get(text.replaceFirst("^SIG", ""));
        return number != null ? number : (int) number(statement, text, 64);
    }

    private static long number(String statement, String text, long max) {
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) > max) {
            throw new Refusal(
                    "command: \"%s\" needs a number from 0 to %d, not \"%s\""
                            .formatted(statement, max, text));
        }
        return Long.parseLong(text);
    }
}

package io.jobarrays.server.arrays.spec.userdata;

import io.jobarrays.contract.Refusal;

/** Checks lines of a shell for what editors of other systems add to them. */
public final class ShellText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ShellText() {}

    /**
     * @param name begins the sentence
     */
    public static void check(String name, String text) {
        if (text.indexOf(BYTE_ORDER_MARK) == 0) {
            throw new Refusal(
                    "%s: begins with a byte order mark (U+FEFF), which Linux takes for a part of its first word; save it as UTF-8 without one"
                            .formatted(name));
        }
        // A shell removes the last line feed of $(cat FILE), and not the carriage return.
        int windows = text.endsWith("\r") ? text.length() - 1 : -1;
        int first = text.indexOf("\r\n");
        windows = first < 0 ? windows : first;
        if (windows >= 0 || isInterpreterLineOfMac(text)) {
            throw new Refusal(
                    "%s: line %d has the line ends of Windows, a carriage return that Linux takes for a part of the line; convert it with dos2unix"
                            .formatted(name, windows < 0 ? 1 : lineAt(text, windows)));
        }
    }

    private static boolean isInterpreterLineOfMac(String text) {
        int end = text.indexOf('\n');
        return text.startsWith("#!")
                && text.substring(0, end < 0 ? text.length() : end).indexOf('\r') >= 0;
    }

    private static long lineAt(String text, int end) {
        return 1 + text.chars().limit(end).filter(c -> c == '\n').count();
    }
}

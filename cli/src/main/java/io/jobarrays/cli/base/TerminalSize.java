package io.jobarrays.cli.base;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;

/** Size of a terminal in characters. */
public record TerminalSize(int columns, int rows) {
    /** Size when the terminal reports none. */
    public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

    /** Size of the terminal of this process, whatever its streams are. */
    public static TerminalSize ofThisProcess() {
        try {
            return parse(Stty.run(Redirect.from(new File("/dev/tty")), "size"));
        } catch (Failure without) {
            return DEFAULT;
        }
    }

    /**
     * @param answer of {@code stty size}: rows and columns
     */
    public static TerminalSize parse(String answer) {
        return answer.matches("[1-9]\\d{0,4} [1-9]\\d{0,4}")
                ? new TerminalSize(
                        Integer.parseInt(answer.replaceFirst(".* ", "")),
                        Integer.parseInt(answer.replaceFirst(" .*", "")))
                : DEFAULT;
    }
}

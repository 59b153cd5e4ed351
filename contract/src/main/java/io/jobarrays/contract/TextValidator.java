package io.jobarrays.contract;

import java.nio.charset.StandardCharsets;

/**
 * Checks texts that programs, the database and AWS must receive as they were sent; throws {@link
 * Refusal}.
 */
public final class TextValidator {
    /**
     * Longest argument or variable of a program on Linux, without its final NUL: MAX_ARG_STRLEN is
     * 32 pages of 4,096 bytes, execve(2).
     */
    public static final int MAX_ARGUMENT_BYTES = 131_071;

    private TextValidator() {}

    /**
     * Refuses NUL, which ends arguments and variables, and halves of surrogate pairs, which UTF-8
     * cannot encode.
     *
     * @param name of the field, begins the sentence
     */
    public static String requireCharacters(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0') {
                throw refused(name, text, i, "is NUL, which no program can receive");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw refused(name, text, i, "is half of a surrogate pair");
            }
        }
        return text;
    }

    /** Refuses all control characters but tab and line ends, too. */
    public static String requirePrintable(String name, String text) {
        requireCharacters(name, text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r') {
                throw refused(name, text, i, "is a control character");
            }
        }
        return text;
    }

    /**
     * Refuses a text that is too long for one argument.
     *
     * @param remedy what to do instead
     */
    public static String requireArgument(String name, String text, String remedy) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_ARGUMENT_BYTES) {
            throw new Refusal(
                    "%s: %d bytes; Linux passes at most %d to a program, so %s"
                            .formatted(name, bytes, MAX_ARGUMENT_BYTES, remedy));
        }
        return text;
    }

    private static Refusal refused(String name, String text, int at, String why) {
        return new Refusal(
                "%s: character %d (U+%04X) %s; remove it"
                        .formatted(name, at + 1, (int) text.charAt(at), why));
    }
}

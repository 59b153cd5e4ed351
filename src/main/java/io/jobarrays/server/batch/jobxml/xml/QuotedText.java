package io.jobarrays.server.batch.jobxml.xml;

/** Quotes text of the user in an error sentence: shortened and on one line. */
public final class QuotedText {
    private static final int MAX_CHARACTERS = 60;

    private QuotedText() {}

    public static String of(String text) {
        return '"' + plain(text) + '"';
    }

    static String plain(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= MAX_CHARACTERS * 4
                ? shorten(line)
                : shorten(line.substring(0, MAX_CHARACTERS * 4));
    }

    private static String shorten(String line) {
        return line.length() <= MAX_CHARACTERS * 4 - 1
                ? line
                : line.substring(0, MAX_CHARACTERS * 4 - 1) + "…";
    }
}

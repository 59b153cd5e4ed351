package io.jobarrays.server.batch.jobxml.xml;

/** A user's text inside a sentence of ours: short, on one line, in quotes. */
public final class QuotedText {
    private static final int LONGEST = 60;

    private QuotedText() {}

    public static String of(String text) {
        return '"' + plain(text) + '"';
    }

    static String plain(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= LONGEST * 4
                ? shorten(line)
                : shorten(line.substring(0, LONGEST * 4));
    }

    private static String shorten(String line) {
        return line.length() <= LONGEST * 4 - 1 ? line : line.substring(0, LONGEST * 4 - 1) + "…";
    }
}

package io.jobarrays.server.files.logs;

import io.jobarrays.contract.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Position in a member's log: the record at {@code offset} of an attempt, in line {@code line};
 * both include dropped bytes and lines.
 */
public record LogPosition(int attempt, long offset, long line) {
    public static final LogPosition BEGIN = new LogPosition(0, 0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,18})\\.(\\d{1,18})");

    /** Parses the form of {@code toString}; {@code 0} is the beginning. */
    public static LogPosition parse(String text) {
        if (text.equals("0")) {
            return BEGIN;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Refusal(
                    "offset: \"%s\" is no place in a log; write what Spawn-Next-Offset said"
                            .formatted(text));
        }
        return new LogPosition(
                Integer.parseInt(form.group(1)),
                Long.parseLong(form.group(2)),
                Long.parseLong(form.group(3)));
    }

    @Override
    public String toString() {
        return "%d.%d.%d".formatted(attempt, offset, line);
    }
}

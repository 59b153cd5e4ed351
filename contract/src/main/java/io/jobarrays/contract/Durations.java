package io.jobarrays.contract;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser and formatter of durations: {@code 45s}, {@code 90m}, {@code 2h}, {@code 1h30m}, {@code
 * 1d12h}. Units in the order d, h, m, s, each at most once; the total is above zero and at most
 * 3650 days.
 */
public final class Durations {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?=.)(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Durations() {}

    /**
     * @param what name of the flag or field, for the error message
     */
    public static Duration parse(String what, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refusal(what, text);
        }
        Duration total =
                Duration.ofDays(number(form.group(1)))
                        .plusHours(number(form.group(2)))
                        .plusMinutes(number(form.group(3)))
                        .plusSeconds(number(form.group(4)));
        if (total.isZero() || total.compareTo(LONGEST) > 0) {
            throw refusal(what, text);
        }
        return total;
    }

    /** Shortest text that {@link #parse} converts to the same duration; whole seconds only. */
    public static String format(Duration span) {
        if (span.toSeconds() == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, span.toDays(), 'd');
        append(text, span.toHoursPart(), 'h');
        append(text, span.toMinutesPart(), 'm');
        append(text, span.toSecondsPart(), 's');
        return text.toString();
    }

    private static void append(StringBuilder text, long number, char unit) {
        if (number != 0) {
            text.append(number).append(unit);
        }
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Refusal refusal(String what, String text) {
        return new Refusal(
                "%s: \"%s\" is not a duration; write 90m, 2h or 1h30m".formatted(what, text));
    }
}

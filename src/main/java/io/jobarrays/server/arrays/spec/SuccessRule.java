package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an array has succeeded: {@code --success}, {@code --on-success} and {@code
 * --max-failed-indexes}.
 *
 * @param number indexes that must succeed, or their share in percent
 * @param percent whether the number is a share
 * @param decisive the index whose success alone decides; null: the number decides
 * @param endsRest the work of the others is ended once the array has succeeded
 * @param maxFailed the rest is ended when more indexes have failed for good; null: unlimited
 * @param text as given, for sentences
 */
public record SuccessRule(
        int number,
        boolean percent,
        @Nullable Integer decisive,
        boolean endsRest,
        @Nullable Integer maxFailed,
        String text) {
    private static final Pattern INDEX = Pattern.compile("index:(\\d{1,5})");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,5})(%?)");

    static SuccessRule of(FlagReader flags, IndexSet indexes, int count, boolean hasWork) {
        String text = flags.text("success");
        if (text == null && flags.text("on-success") != null) {
            throw new Refusal("on-success: only with success, which says when that is");
        }
        String rule = text == null ? "all" : text.strip();
        Matcher index = INDEX.matcher(rule);
        Integer decisive = index.matches() ? indexOf(indexes, count, index) : null;
        SuccessRule read =
                new SuccessRule(
                        decisive == null ? number(rule, indexes.size()) : 1,
                        rule.equals("all") || rule.endsWith("%"),
                        decisive,
                        endsRest(flags, decisive != null),
                        flags.text("max-failed-indexes") == null
                                ? null
                                : (Integer)
                                        flags.number("max-failed-indexes", 0, 0, indexes.size()),
                        rule);
        for (String flag : new String[] {"success", "max-failed-indexes"}) {
            if (flags.text(flag) != null && !hasWork) {
                throw new Refusal(flag + ": only with command or user-data, whose end it is about");
            }
        }
        return read;
    }

    /** Indexes that must succeed of so many. */
    public int required(int size) {
        return percent ? Math.ceilDiv(size * number, 100) : Math.min(number, size);
    }

    private static int indexOf(IndexSet indexes, int count, Matcher matched) {
        int index = Integer.parseInt(matched.group(1));
        if (index >= count) {
            throw new Refusal(
                    "success: index:%d is not below the count, which is %d"
                            .formatted(index, count));
        }
        if (!indexes.contains(index)) {
            throw new Refusal(
                    "success: index:%d is not launched, by indexes %s".formatted(index, indexes));
        }
        return index;
    }

    private static int number(String rule, int count) {
        if (rule.equals("all")) {
            return 100;
        }
        if (rule.equals("any")) {
            return 1;
        }
        Matcher number = NUMBER.matcher(rule);
        if (number.matches()) {
            int given = Integer.parseInt(number.group(1));
            if (given >= 1 && given <= (number.group(2).isEmpty() ? count : 100)) {
                return given;
            }
        }
        throw new Refusal(
                ("success: \"%s\" is not known; write all, any, index:I, a number from 1 to %d, or"
                                + " a share from 1%% to 100%%")
                        .formatted(rule, count));
    }

    private static boolean endsRest(FlagReader flags, boolean byDefault) {
        String action = flags.text("on-success", byDefault ? "stop-rest" : "continue");
        return switch (action) {
            case "stop-rest" -> true;
            case "continue" -> false;
            default ->
                    throw new Refusal(
                            "on-success: \"%s\" is not known; write stop-rest or continue"
                                    .formatted(action));
        };
    }
}

package io.jobarrays.contract.globs;

import io.jobarrays.contract.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Braces of a pattern, as in bash: {@code {a,b}} nested, and {@code {1..9}}, {@code {01..12}}. */
final class BraceExpansion {
    private static final int MAX_PATTERNS = 1000;
    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})");

    private final String pattern;

    private BraceExpansion(String pattern) {
        this.pattern = pattern;
    }

    static List<String> of(String pattern) {
        return new BraceExpansion(pattern).expand(pattern);
    }

    private List<String> expand(String text) {
        int open = find(text, 0, '{');
        if (open < 0) {
            return List.of(text);
        }
        int close = closing(text, open);
        List<String> parts = parts(text.substring(open + 1, close));
        String before = text.substring(0, open);
        List<String> all = new ArrayList<>();
        for (String rest : expand(text.substring(close + 1))) {
            for (String part : parts) {
                for (String inner : expand(part)) {
                    all.add(before + inner + rest);
                    checkCount(all.size());
                }
            }
        }
        return all;
    }

    private List<String> parts(String inner) {
        Matcher range = RANGE.matcher(inner);
        if (range.matches()) {
            return range(range.group(1), range.group(2));
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int comma = comma(inner, 0); comma >= 0; comma = comma(inner, from)) {
            parts.add(inner.substring(from, comma));
            from = comma + 1;
        }
        if (parts.isEmpty()) {
            // As in bash, braces without a comma are braces.
            return List.of("\\{" + inner + "\\}");
        }
        parts.add(inner.substring(from));
        return parts;
    }

    private List<String> range(String first, String last) {
        int low = Integer.parseInt(first);
        int high = Integer.parseInt(last);
        checkCount(Math.abs((long) high - low) + 1);
        boolean padded = first.matches("-?0\\d+") || last.matches("-?0\\d+");
        int width = padded ? Math.max(first.length(), last.length()) : 1;
        List<String> numbers = new ArrayList<>();
        for (int n = low; (low <= high) ? n <= high : n >= high; n += (low <= high) ? 1 : -1) {
            String digits = "" + Math.abs(n);
            String sign = n < 0 ? "-" : "";
            numbers.add(
                    sign
                            + "0".repeat(Math.max(0, width - sign.length() - digits.length()))
                            + digits);
        }
        return numbers;
    }

    /** Index of the first comma outside of inner braces; -1 without one. */
    private int comma(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            at = skip(text, at);
            if (at < text.length() && text.charAt(at) == '{') {
                at = closing(text, at);
            } else if (at < text.length() && text.charAt(at) == ',') {
                return at;
            }
        }
        return -1;
    }

    private int closing(String text, int open) {
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            at = skip(text, at);
            char c = at < text.length() ? text.charAt(at) : ' ';
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        throw new Refusal("\"%s\" has a { without its }; write \\{ for a brace".formatted(pattern));
    }

    private static int find(String text, int from, char wanted) {
        for (int at = from; at < text.length(); at++) {
            at = skip(text, at);
            if (at < text.length() && text.charAt(at) == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** Index of the next character that is neither escaped nor in a class. */
    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (text.charAt(at) == '\\') {
                at += 2;
                continue;
            }
            int close = text.charAt(at) == '[' ? text.indexOf(']', at + 2) : -1;
            if (close < 0) {
                return at;
            }
            at = close + 1;
        }
        return at;
    }

    private void checkCount(long count) {
        if (count > MAX_PATTERNS) {
            throw new Refusal(
                    "\"%s\" stands for more than %d patterns; use *"
                            .formatted(pattern, MAX_PATTERNS));
        }
    }
}

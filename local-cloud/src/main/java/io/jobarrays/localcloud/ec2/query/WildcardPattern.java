package io.jobarrays.localcloud.ec2.query;

import java.util.stream.IntStream;

/**
 * Pattern of EC2 filters: {@code *} any text, {@code ?} one character, {@code \} escapes. The time
 * of a match is at most the product of the lengths of pattern and text, whatever the pattern.
 */
final class WildcardPattern {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    /** Code points, of which wildcards are negative. */
    private final int[] pattern;

    private WildcardPattern(int[] pattern) {
        this.pattern = pattern;
    }

    static WildcardPattern compile(String text) {
        int[] points = text.codePoints().toArray();
        IntStream.Builder pattern = IntStream.builder();
        for (int i = 0; i < points.length; i++) {
            switch (points[i]) {
                case '*' -> pattern.add(ANY_TEXT);
                case '?' -> pattern.add(ANY_CHARACTER);
                case '\\' -> pattern.add(points[Math.min(++i, points.length - 1)]);
                default -> pattern.add(points[i]);
            }
        }
        return new WildcardPattern(pattern.build().toArray());
    }

    boolean matches(String text) {
        int[] points = text.codePoints().toArray();
        int next = 0;
        int at = 0;
        int afterAnyText = -1;
        int endOfAnyText = 0;
        while (at < points.length) {
            if (isAt(next, ANY_TEXT)) {
                afterAnyText = ++next;
                endOfAnyText = at;
            } else if (isAt(next, ANY_CHARACTER) || isAt(next, points[at])) {
                next++;
                at++;
            } else if (afterAnyText >= 0) {
                // Only the last star can need more text: earlier ones match as little as they can.
                next = afterAnyText;
                at = ++endOfAnyText;
            } else {
                return false;
            }
        }
        while (isAt(next, ANY_TEXT)) {
            next++;
        }
        return next == pattern.length;
    }

    private boolean isAt(int position, int point) {
        return position < pattern.length && pattern[position] == point;
    }
}

package io.jobarrays.contract.globs;

import io.jobarrays.contract.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Pattern of one segment of a path; matches in time proportional to pattern times name. */
record GlobSegment(List<Token> tokens) {

    sealed interface Token {
        record AnyText() implements Token {}

        /** One character; {@code literal} if it is written as itself. */
        record One(IntPredicate accepts, boolean literal) implements Token {}
    }

    /** Splits a pattern at its slashes; a slash in a class is no separator, it ends the class. */
    static List<String> split(String pattern) {
        return List.of(pattern.split("/", -1));
    }

    /**
     * @param pattern the whole pattern, for the sentence of a refusal
     */
    static GlobSegment parse(String pattern, String text) {
        List<Token> tokens = new ArrayList<>();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            if (point == '*') {
                if (tokens.isEmpty() || !(tokens.getLast() instanceof Token.AnyText)) {
                    tokens.add(new Token.AnyText());
                }
            } else if (point == '?') {
                tokens.add(new Token.One(any -> true, false));
            } else if (point == '[') {
                CharacterClass found = CharacterClass.parse(pattern, points, i);
                tokens.add(new Token.One(found.accepts(), false));
                i = found.last();
            } else if (point == '\\') {
                if (i + 1 == points.length) {
                    throw new Refusal(
                            "\"%s\" ends a part with a backslash; write \\\\ for one"
                                    .formatted(pattern));
                }
                tokens.add(literal(points[++i]));
            } else {
                tokens.add(literal(point));
            }
        }
        return new GlobSegment(List.copyOf(tokens));
    }

    boolean isLiteral() {
        return tokens.stream().allMatch(token -> token instanceof Token.One one && one.literal());
    }

    /** Returns to the last {@code *} when the rest does not match: earlier ones need not move. */
    boolean matches(String name) {
        int[] points = name.codePoints().toArray();
        int at = 0;
        int token = 0;
        int star = -1;
        int starAt = 0;
        while (at < points.length) {
            if (token < tokens.size() && tokens.get(token) instanceof Token.AnyText) {
                star = token++;
                starAt = at;
            } else if (token < tokens.size() && accepts(token, points[at])) {
                token++;
                at++;
            } else if (star >= 0) {
                token = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        return tokens.stream().skip(token).allMatch(Token.AnyText.class::isInstance);
    }

    private boolean accepts(int token, int point) {
        return tokens.get(token) instanceof Token.One one && one.accepts().test(point);
    }

    private static Token literal(int wanted) {
        return new Token.One(point -> point == wanted, true);
    }
}

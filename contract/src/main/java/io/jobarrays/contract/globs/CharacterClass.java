package io.jobarrays.contract.globs;

import io.jobarrays.contract.Refusal;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Class of characters of a pattern: {@code [abc]}, {@code [a-z]}, {@code [!a]}, {@code [^a]},
 * {@code [[:digit:]]}; POSIX names mean ASCII, as in git.
 *
 * @param last index of its closing bracket
 */
record CharacterClass(IntPredicate accepts, int last) {
    private static final IntPredicate UPPER = within('A', 'Z');
    private static final IntPredicate LOWER = within('a', 'z');
    private static final IntPredicate LETTER = UPPER.or(LOWER);
    private static final IntPredicate DIGIT = within('0', '9');
    private static final IntPredicate GRAPH = within('!', '~');
    private static final IntPredicate BLANK = within(' ', ' ').or(within('\t', '\t'));

    private static final Map<String, IntPredicate> NAMED =
            Map.ofEntries(
                    Map.entry("alpha", LETTER),
                    Map.entry("digit", DIGIT),
                    Map.entry("alnum", LETTER.or(DIGIT)),
                    Map.entry("upper", UPPER),
                    Map.entry("lower", LOWER),
                    Map.entry("xdigit", DIGIT.or(within('a', 'f')).or(within('A', 'F'))),
                    Map.entry("space", BLANK.or(within('\n', '\r'))),
                    Map.entry("blank", BLANK),
                    Map.entry("cntrl", within(0, 0x1F).or(within(0x7F, 0x7F))),
                    Map.entry("graph", GRAPH),
                    Map.entry("print", within(' ', '~')),
                    Map.entry("punct", GRAPH.and(LETTER.or(DIGIT).negate())));

    /**
     * @param from index of the opening bracket
     */
    static CharacterClass parse(String pattern, int[] points, int from) {
        int at = from + 1;
        boolean negated = at < points.length && (points[at] == '!' || points[at] == '^');
        at += negated ? 1 : 0;
        IntPredicate accepted = point -> false;
        for (int first = at; at < points.length; at++) {
            if (points[at] == ']' && at > first) {
                return new CharacterClass(negated ? accepted.negate() : accepted, at);
            }
            int named = endOfName(points, at);
            if (named > 0) {
                accepted = accepted.or(named(pattern, points, at + 2, named));
                at = named + 1;
                continue;
            }
            at += points[at] == '\\' ? 1 : 0;
            if (at >= points.length) {
                break;
            }
            int low = points[at];
            int high = low;
            if (at + 2 < points.length && points[at + 1] == '-' && points[at + 2] != ']') {
                at += points[at + 2] == '\\' && at + 3 < points.length ? 3 : 2;
                high = points[at];
            }
            accepted = accepted.or(range(pattern, low, high));
        }
        throw new Refusal(
                "\"%s\" has a [ without its ]; write \\[ for a bracket".formatted(pattern));
    }

    private static IntPredicate range(String pattern, int low, int high) {
        if (low > high) {
            throw new Refusal(
                    "\"%s\" has the range %s-%s, whose ends are in the wrong order"
                            .formatted(pattern, Character.toString(low), Character.toString(high)));
        }
        return within(low, high);
    }

    private static IntPredicate within(int low, int high) {
        return point -> point >= low && point <= high;
    }

    /** Index of the colon that closes {@code [:name:]}; 0 if there is no name. */
    private static int endOfName(int[] points, int at) {
        if (points[at] == '[' && at + 1 < points.length && points[at + 1] == ':') {
            for (int end = at + 2; end + 1 < points.length; end++) {
                if (points[end] == ':' && points[end + 1] == ']') {
                    return end;
                }
            }
        }
        return 0;
    }

    private static IntPredicate named(String pattern, int[] points, int from, int to) {
        String name = new String(points, from, to - from);
        IntPredicate found = NAMED.get(name);
        if (found == null) {
            throw new Refusal(
                    "\"%s\" names the class [:%s:], which does not exist".formatted(pattern, name));
        }
        return found;
    }
}

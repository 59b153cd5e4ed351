package io.jobarrays.agent.scale;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statement with an optional guard, {@code on 0-3,7 attempt 1: exit 3}.
 *
 * @param indexes all indexes when empty
 * @param attempt all attempts when empty
 */
record GuardedStatement(
        Optional<IndexSet> indexes, Optional<Integer> attempt, ScaleStatement statement) {
    private static final Pattern GUARD =
            Pattern.compile("on\\s+(\\S+?)(?:\\s+attempt\\s+(\\d{1,6}))?\\s*:(.*)");

    /**
     * @throws Refusal when the text is not of the language
     */
    static GuardedStatement parse(String text) {
        if (!text.matches("on\\b.*")) {
            return new GuardedStatement(
                    Optional.empty(), Optional.empty(), ScaleStatement.parse(text));
        }
        Matcher guard = GUARD.matcher(text);
        if (!guard.matches()) {
            throw new Refusal(
                    "command: \"%s\" has no guard of scale mode; write on 0-3,7 attempt 1: exit 3"
                            .formatted(text));
        }
        return new GuardedStatement(
                Optional.of(IndexSet.parse(guard.group(1))),
                Optional.ofNullable(guard.group(2)).map(Integer::parseInt),
                ScaleStatement.parse(guard.group(3).strip()));
    }

    boolean appliesTo(int index, int ofAttempt) {
        return indexes.map(set -> set.contains(index)).orElse(true)
                && attempt.map(only -> only == ofAttempt).orElse(true);
    }
}

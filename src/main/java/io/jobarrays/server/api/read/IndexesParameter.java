package io.jobarrays.server.api.read;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.verbs.Selectors;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.problems.NotFound;
import org.jspecify.annotations.Nullable;

/** Indexes and numbers in paths and bodies. */
public final class IndexesParameter {
    private IndexesParameter() {}

    public static int one(String text) {
        if (!text.matches("\\d{1,5}")) {
            throw new Refusal("\"%s\" is not an index; write a whole number".formatted(text));
        }
        return Integer.parseInt(text);
    }

    /** Number of an event or execution, as the server issued it. */
    public static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new NotFound("there is no number \"%s\" here".formatted(text));
        }
        return Long.parseLong(text);
    }

    /** An index that the array has. */
    public static int of(ArrayView array, String text) {
        int index = one(text);
        if (!array.indexSet().contains(index)) {
            throw new NotFound(
                    "array %s has no index %d; its indexes are %s"
                            .formatted(array.name(), index, array.indexSet()));
        }
        return index;
    }

    /** Indexes that the array has; null when none are given. */
    public static @Nullable IndexSet set(ArrayView array, @Nullable String text) {
        if (text == null) {
            return null;
        }
        IndexSet set = IndexSet.parse(text);
        if (set.isEmpty()) {
            throw new Refusal("indexes: empty; write 3,17,40-63 or leave it out for all");
        }
        Selectors.requireIndexes(array.name(), array.indexSet(), set);
        return set;
    }
}

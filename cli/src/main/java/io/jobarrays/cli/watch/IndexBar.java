package io.jobarrays.cli.watch;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/**
 * Bar of the indexes of a stage by state: one character for each index, or shares of the width when
 * there are more. A state with an index has a character at least.
 *
 * @param cells characters of each state
 */
record IndexBar(Map<IndexState, Integer> cells) {
    /**
     * @param width most characters, at least the number of states
     */
    static IndexBar of(Map<IndexState, Integer> counts, int width) {
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        if (total <= width) {
            return new IndexBar(counts);
        }
        Map<IndexState, Integer> cells = new EnumMap<>(IndexState.class);
        counts.forEach(
                (state, count) ->
                        cells.put(
                                state,
                                count == 0
                                        ? 0
                                        : Math.max(1, (int) ((long) count * width / total))));
        fit(cells, counts, width, total);
        return new IndexBar(cells);
    }

    /** Takes from the longest part what is too much, and gives what is left to the most short. */
    private static void fit(
            Map<IndexState, Integer> cells, Map<IndexState, Integer> counts, int width, int total) {
        int used = cells.values().stream().mapToInt(Integer::intValue).sum();
        for (; used > width; used--) {
            cells.merge(longest(cells), -1, Integer::sum);
        }
        for (; used < width; used++) {
            Map<IndexState, Integer> missing = new EnumMap<>(IndexState.class);
            counts.forEach(
                    (state, count) ->
                            missing.put(
                                    state, count * width - cells.getOrDefault(state, 0) * total));
            cells.merge(longest(missing), 1, Integer::sum);
        }
    }

    private static IndexState longest(Map<IndexState, Integer> parts) {
        return parts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }

    int width() {
        return cells.values().stream().mapToInt(Integer::intValue).sum();
    }

    String text(boolean colours) {
        StringBuilder text = new StringBuilder();
        cells.forEach((state, count) -> text.append(state.cells(count, colours)));
        return text.toString();
    }
}

package io.jobarrays.cli.watch;

import io.jobarrays.cli.json.JsonValue;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** State of an index in the live view, in the order of its bar. */
enum IndexState {
    SUCCEEDED('#', "\033[32m"),
    FAILED('!', "\033[31m"),
    ENDED_BY_POLICY('~', "\033[33m"),
    RUNNING('=', "\033[36m"),
    STARTING('-', "\033[2m"),
    WAITING('.', "\033[2m");

    private final char mark;
    private final String colour;

    IndexState(char mark, String colour) {
        this.mark = mark;
        this.colour = colour;
    }

    /**
     * @param progress of a stage, as its view has it
     */
    static Map<IndexState, Integer> counts(JsonValue progress) {
        Map<IndexState, Integer> counts = new EnumMap<>(IndexState.class);
        for (IndexState state : values()) {
            counts.put(state, progress.number(state.name().toLowerCase(Locale.ROOT)).orElse(0));
        }
        return counts;
    }

    boolean hasEnded() {
        return this == SUCCEEDED || this == FAILED || this == ENDED_BY_POLICY;
    }

    /** A part of a bar. */
    String cells(int count, boolean colours) {
        String cells = Character.toString(mark).repeat(count);
        return colours && count > 0 ? colour + cells + "\033[0m" : cells;
    }

    /** {@code # succeeded}, for the legend. */
    String legend() {
        return mark + " " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package io.jobarrays.server.arrays.reconcile;

import java.time.Duration;

/** Pauses between two plans of one array. */
final class PlanPauses {
    private static final Duration MIN_BETWEEN_EVENTS = Duration.ofMillis(10);
    private static final Duration MAX_BETWEEN_EVENTS = Duration.ofSeconds(1);
    private static final int BETWEEN_EVENTS_PER_PLANNING = 4;

    private static final Duration MIN_WITHOUT_EVENTS = Duration.ofSeconds(1);
    private static final Duration MAX_WITHOUT_EVENTS = Duration.ofSeconds(10);
    private static final int WITHOUT_EVENTS_PER_PLANNING = 1000;

    private PlanPauses() {}

    /**
     * Pause after a plan; events that come meanwhile are one plan. Planning takes a fifth of a core
     * at most; a slow commit, which a plan waits for, delays the next one by a second at most.
     *
     * @param planning time of the plan, with the wait for the array's memory
     */
    static Duration whileEventsCome(Duration planning) {
        return clamp(
                planning.multipliedBy(BETWEEN_EVENTS_PER_PLANNING),
                MIN_BETWEEN_EVENTS,
                MAX_BETWEEN_EVENTS);
    }

    /**
     * Pause without an event: a second; for a large array so long that planning takes a 1000th of a
     * core, ten seconds at most, by which a deadline may be noticed late.
     *
     * @param planning time of the plan alone
     */
    static Duration withoutEvents(Duration planning) {
        return clamp(
                planning.multipliedBy(WITHOUT_EVENTS_PER_PLANNING),
                MIN_WITHOUT_EVENTS,
                MAX_WITHOUT_EVENTS);
    }

    private static Duration clamp(Duration pause, Duration min, Duration max) {
        if (pause.compareTo(min) < 0) {
            return min;
        }
        return pause.compareTo(max) > 0 ? max : pause;
    }
}

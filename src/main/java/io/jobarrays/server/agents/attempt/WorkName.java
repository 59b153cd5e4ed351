package io.jobarrays.server.agents.attempt;

import io.jobarrays.server.instances.rows.Assignment;
import java.util.Optional;

/** What agents call the work of a place: {@code {array}/{index}/{attempt}}. */
public final class WorkName {
    private WorkName() {}

    /** The attempt of a work of that place; a kept machine may be on a later one than at first. */
    public static Optional<Integer> attempt(Assignment assignment, String work) {
        String before = "%s/%d/".formatted(assignment.arrayId(), assignment.index());
        String last = work.startsWith(before) ? work.substring(before.length()) : "";
        return last.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(last)) : Optional.empty();
    }
}

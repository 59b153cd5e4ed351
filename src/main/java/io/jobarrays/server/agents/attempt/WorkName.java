package io.jobarrays.server.agents.attempt;

import io.jobarrays.server.instances.rows.Assignment;
import java.util.Optional;

/** Name that agents give the work of an assignment: {@code {array}/{index}/{attempt}}. */
public final class WorkName {
    private WorkName() {}

    /**
     * The attempt in the name; an instance that is kept for a retry has a later one than its first.
     */
    public static Optional<Integer> attempt(Assignment assignment, String work) {
        String before = "%s/%d/".formatted(assignment.arrayId(), assignment.index());
        String last = work.startsWith(before) ? work.substring(before.length()) : "";
        return last.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(last)) : Optional.empty();
    }
}

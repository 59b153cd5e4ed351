package io.jobarrays.server.batch.jobxml.graph;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Edge of the graph of a job, from the node that is first in time.
 *
 * @param label what it depends on: the pattern of a transition, or an element of {@code after};
 *     null for {@code next} without a condition, {@code inputs} and {@code machines}
 */
public record GraphEdge(
        String from,
        String to,
        EdgeKind kind,
        @Schema(description = "Pattern of a transition, or element of after; null for other edges.")
                @Nullable String label) {

    /** Which attribute or property makes the edge. */
    public enum EdgeKind {
        NEXT,
        TRANSITION,
        INPUTS,
        AFTER,
        MACHINES
    }
}

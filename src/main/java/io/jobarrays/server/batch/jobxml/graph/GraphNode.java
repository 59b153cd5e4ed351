package io.jobarrays.server.batch.jobxml.graph;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Node of the graph of a job.
 *
 * @param id of its element; ends have an id that begins with a dot
 * @param parent split of a flow, or flow of another node; null: the job
 * @param size members of a stage; null while parameters are missing, and for other nodes
 * @param decider of a decision; null for other nodes
 * @param state of a stage in an execution; null without one
 * @param indexes of a stage in an execution by their state, as ranges; empty without one
 */
public record GraphNode(
        String id,
        NodeKind kind,
        @Schema(description = "Split or flow that it is in; null: the job.")
                @Nullable String parent,
        @Schema(description = "Members of a stage; null while parameters are missing.")
                @Nullable Integer size,
        @Nullable String decider,
        @Schema(
                        description = "State of a stage in an execution.",
                        enumeration = {"PLANNED", "STARTED", "COMPLETED", "FAILED", "STOPPED"})
                @Nullable String state,
        @Schema(
                        description =
                                "Indexes of a stage in an execution, as ranges, by planned,"
                                        + " running, succeeded and failed.",
                        examples = "{\"running\": \"[0-3]\", \"failed\": \"[4]\"}")
                Map<String, String> indexes) {

    /** What a node stands for. */
    public enum NodeKind {
        STAGE,
        SPLIT,
        FLOW,
        DECISION,
        /** Transition {@code end}: the job completes. */
        END,
        /** Transition {@code fail}: the job fails. */
        FAIL,
        /** Transition {@code stop}: the job stops, and can be restarted. */
        STOP;

        /** Whether it contains other nodes. */
        public boolean contains() {
            return this == SPLIT || this == FLOW;
        }

        /** Whether it is an end of the job. */
        public boolean ends() {
            return this == END || this == FAIL || this == STOP;
        }
    }

    static GraphNode of(String id, NodeKind kind, @Nullable String parent) {
        return new GraphNode(id, kind, parent, null, null, null, Map.of());
    }

    /** The stage as it is in an execution. */
    public GraphNode inExecution(int members, String current, Map<String, String> byState) {
        return new GraphNode(id, kind, parent, members, decider, current, byState);
    }
}

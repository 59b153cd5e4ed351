package io.jobarrays.server.batch.jobxml.graph;

import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Graph of a job: stages, splits, flows and decisions, and the edges between them.
 *
 * @param job id of the job
 * @param nodes in the order of the document, the first of the job and of each flow first
 */
@Schema(description = "Stages, splits, flows and decisions of a job, and the edges between them.")
public record JobGraph(String job, List<GraphNode> nodes, List<GraphEdge> edges) {
    /** The same edges between changed nodes. */
    public JobGraph withNodes(UnaryOperator<GraphNode> change) {
        return new JobGraph(job, nodes.stream().map(change).toList(), edges);
    }
}

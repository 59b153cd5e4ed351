package io.jobarrays.server.batch.jobxml.graph;

import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Builds the graph of a job from its document and the properties of its stages. */
public final class JobGraphBuilder {
    private final Map<String, StageLinks> links;
    private final SequencedMap<String, GraphNode> nodes = new LinkedHashMap<>();
    private final SequencedMap<String, GraphNode> ends = new LinkedHashMap<>();
    private final List<GraphEdge> edges = new ArrayList<>();

    private JobGraphBuilder(Map<String, StageLinks> links) {
        this.links = links;
    }

    /**
     * @param links by stage, as far as known
     */
    public static JobGraph of(JobDocument job, Map<String, StageLinks> links) {
        JobGraphBuilder builder = new JobGraphBuilder(links);
        job.nodes().forEach(node -> builder.add(node, null));
        job.stages().forEach(builder::addLinks);
        List<GraphNode> nodes = new ArrayList<>(builder.nodes.sequencedValues());
        nodes.addAll(builder.ends.sequencedValues());
        return new JobGraph(job.id(), List.copyOf(nodes), List.copyOf(builder.edges));
    }

    private void add(Node node, @Nullable String parent) {
        nodes.putIfAbsent(node.id(), graphNode(node, parent));
        node.transitions().forEach(transition -> addTransition(node, transition));
        node.next().ifPresent(to -> edge(node.id(), to, GraphEdge.EdgeKind.NEXT, null));
        node.inner().forEach(inner -> add(inner, node.id()));
    }

    private GraphNode graphNode(Node node, @Nullable String parent) {
        return switch (node) {
            case Node.Stage stage ->
                    new GraphNode(
                            stage.id(),
                            GraphNode.NodeKind.STAGE,
                            parent,
                            Optional.ofNullable(links.get(stage.id()))
                                    .flatMap(StageLinks::size)
                                    .orElse(null),
                            null,
                            null,
                            Map.of());
            case Node.Flow flow -> GraphNode.of(flow.id(), GraphNode.NodeKind.FLOW, parent);
            case Node.Split split -> GraphNode.of(split.id(), GraphNode.NodeKind.SPLIT, parent);
            case Node.Decision decision ->
                    new GraphNode(
                            decision.id(),
                            GraphNode.NodeKind.DECISION,
                            parent,
                            null,
                            decision.decider(),
                            null,
                            Map.of());
        };
    }

    private void addTransition(Node from, Transition transition) {
        String to =
                switch (transition.kind()) {
                    case NEXT -> transition.target().orElse("");
                    case END -> end(GraphNode.NodeKind.END, transition);
                    case FAIL -> end(GraphNode.NodeKind.FAIL, transition);
                    case STOP -> end(GraphNode.NodeKind.STOP, transition);
                };
        edge(from.id(), to, GraphEdge.EdgeKind.TRANSITION, transition.on());
    }

    /** Ids of elements have no dot. */
    private String end(GraphNode.NodeKind kind, Transition transition) {
        String id = "." + transition.kind().tag();
        ends.putIfAbsent(id, GraphNode.of(id, kind, null));
        return id;
    }

    private void addLinks(Node.Stage stage) {
        StageLinks known = links.get(stage.id());
        if (known == null) {
            return;
        }
        known.inputs().forEach(input -> edge(input, stage.id(), GraphEdge.EdgeKind.INPUTS, null));
        known.after()
                .forEach(
                        edge ->
                                edge(
                                        edge.stage(),
                                        stage.id(),
                                        GraphEdge.EdgeKind.AFTER,
                                        edge.toString()));
        known.machines()
                .ifPresent(owner -> edge(owner, stage.id(), GraphEdge.EdgeKind.MACHINES, null));
    }

    private void edge(String from, String to, GraphEdge.EdgeKind kind, @Nullable String label) {
        edges.add(new GraphEdge(from, to, kind, label));
    }
}

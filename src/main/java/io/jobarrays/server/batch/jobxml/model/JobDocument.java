package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Position;
import java.util.List;
import java.util.stream.Stream;

/** Job as its author wrote it: with stages instead of their five steps. */
public record JobDocument(
        String id, boolean restartable, List<Property> properties, List<Node> nodes, Position at) {

    /** Stages in the order of the document. */
    public List<Node.Stage> stages() {
        return all().flatMap(
                        node -> node instanceof Node.Stage stage ? Stream.of(stage) : Stream.of())
                .toList();
    }

    public List<Node.Decision> decisions() {
        return all().flatMap(
                        node -> node instanceof Node.Decision one ? Stream.of(one) : Stream.of())
                .toList();
    }

    Stream<Node> all() {
        return nodes.stream().flatMap(JobDocument::withInner);
    }

    private static Stream<Node> withInner(Node node) {
        return Stream.concat(
                Stream.of(node), node.inner().stream().flatMap(JobDocument::withInner));
    }
}

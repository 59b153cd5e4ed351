package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Position;
import java.util.List;
import java.util.Optional;

/** Element of a job or a flow. */
public sealed interface Node {
    String id();

    Position at();

    /** Node that follows when no transition matches. */
    Optional<String> next();

    List<Transition> transitions();

    /** Step that runs an array. */
    record Stage(
            String id,
            List<Property> properties,
            Optional<String> next,
            List<Transition> transitions,
            Position at)
            implements Node {}

    /** Named sequence of nodes. */
    record Flow(
            String id,
            List<Node> nodes,
            Optional<String> next,
            List<Transition> transitions,
            Position at)
            implements Node {}

    /** Flows that run in parallel. */
    record Split(String id, List<Node> nodes, Optional<String> next, Position at) implements Node {
        @Override
        public List<Transition> transitions() {
            return List.of();
        }
    }

    /** Branch: the transitions match the answer of a decider. */
    record Decision(
            String id,
            String decider,
            List<Property> properties,
            List<Transition> transitions,
            Position at)
            implements Node {
        @Override
        public Optional<String> next() {
            return Optional.empty();
        }
    }

    /** Nodes inside a flow or a split; empty otherwise. */
    default List<Node> inner() {
        return switch (this) {
            case Flow flow -> flow.nodes();
            case Split split -> split.nodes();
            case Stage stage -> List.of();
            case Decision decision -> List.of();
        };
    }
}

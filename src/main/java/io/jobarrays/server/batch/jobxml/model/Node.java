package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Position;
import java.util.List;
import java.util.Optional;

/** What a job or a flow is made of. */
public sealed interface Node {
    String id();

    Position at();

    /** The node that follows when no transition says otherwise. */
    Optional<String> next();

    List<Transition> transitions();

    /** A step that is an array. */
    record Stage(
            String id,
            List<Property> properties,
            Optional<String> next,
            List<Transition> transitions,
            Position at)
            implements Node {}

    /** Nodes one after the other under one name. */
    record Flow(
            String id,
            List<Node> nodes,
            Optional<String> next,
            List<Transition> transitions,
            Position at)
            implements Node {}

    /** Flows side by side. */
    record Split(String id, List<Node> nodes, Optional<String> next, Position at) implements Node {
        @Override
        public List<Transition> transitions() {
            return List.of();
        }
    }

    /** A fork in the road: a decider answers, the transitions match its answer. */
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

    /** The nodes inside, if this is a flow or a split. */
    default List<Node> inner() {
        return switch (this) {
            case Flow flow -> flow.nodes();
            case Split split -> split.nodes();
            case Stage stage -> List.of();
            case Decision decision -> List.of();
        };
    }
}

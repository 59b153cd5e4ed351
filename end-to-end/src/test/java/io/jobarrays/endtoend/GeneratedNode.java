package io.jobarrays.endtoend;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Element of a generated pipeline. */
sealed interface GeneratedNode {
    String id();

    /** The attribute {@code next}. */
    Optional<String> next();

    List<GeneratedTransition> transitions();

    /** The stages of this element, in the order of the document. */
    Stream<GeneratedStage> stages();

    String xml();

    /** Step with its array. */
    record Step(GeneratedStage stage, Optional<String> next, List<GeneratedTransition> transitions)
            implements GeneratedNode {
        @Override
        public String id() {
            return stage.id();
        }

        @Override
        public Stream<GeneratedStage> stages() {
            return Stream.of(stage);
        }

        @Override
        public String xml() {
            return "<step id=\"%s\"%s>%s<batchlet ref=\"array\"/>%s</step>\n"
                    .formatted(id(), nextAttribute(this), stage.xml(), transitionElements(this));
        }
    }

    /** Decision by one of the shipped deciders. */
    record Decision(
            String id,
            String decider,
            Map<String, String> properties,
            List<GeneratedTransition> transitions)
            implements GeneratedNode {
        @Override
        public Optional<String> next() {
            return Optional.empty();
        }

        @Override
        public Stream<GeneratedStage> stages() {
            return Stream.empty();
        }

        @Override
        public String xml() {
            return "<decision id=\"%s\" ref=\"%s\">%s%s</decision>\n"
                    .formatted(
                            id,
                            decider,
                            GeneratedStage.properties(properties),
                            transitionElements(this));
        }
    }

    /** Flow, of a split or between other elements. */
    record Flow(
            String id,
            List<GeneratedNode> nodes,
            Optional<String> next,
            List<GeneratedTransition> transitions)
            implements GeneratedNode {
        @Override
        public Stream<GeneratedStage> stages() {
            return nodes.stream().flatMap(GeneratedNode::stages);
        }

        @Override
        public String xml() {
            return "<flow id=\"%s\"%s>\n%s%s</flow>\n"
                    .formatted(id, nextAttribute(this), elements(nodes), transitionElements(this));
        }
    }

    /** Flows that run side by side. */
    record Split(String id, List<Flow> flows, Optional<String> next) implements GeneratedNode {
        @Override
        public List<GeneratedTransition> transitions() {
            return List.of();
        }

        @Override
        public Stream<GeneratedStage> stages() {
            return flows.stream().flatMap(GeneratedNode::stages);
        }

        @Override
        public String xml() {
            return "<split id=\"%s\"%s>\n%s</split>\n"
                    .formatted(id, nextAttribute(this), elements(flows));
        }
    }

    static String elements(List<? extends GeneratedNode> nodes) {
        return nodes.stream().map(GeneratedNode::xml).collect(Collectors.joining());
    }

    private static String nextAttribute(GeneratedNode node) {
        return node.next().map(" next=\"%s\""::formatted).orElse("");
    }

    private static String transitionElements(GeneratedNode node) {
        return node.transitions().stream()
                .map(GeneratedTransition::xml)
                .collect(Collectors.joining());
    }
}

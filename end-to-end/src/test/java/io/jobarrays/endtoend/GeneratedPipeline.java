package io.jobarrays.endtoend;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pipeline drawn from its seed.
 *
 * @param parameters of the submission
 */
record GeneratedPipeline(long seed, List<GeneratedNode> nodes, Map<String, String> parameters) {

    String id() {
        return "pipeline" + seed;
    }

    Stream<GeneratedStage> stages() {
        return nodes.stream().flatMap(GeneratedNode::stages);
    }

    GeneratedStage stage(String id) {
        return stages().filter(stage -> stage.id().equals(id)).findFirst().orElseThrow();
    }

    int members() {
        return stages().mapToInt(stage -> stage.work().size()).sum();
    }

    /** Whether an index without output has failed. */
    boolean requiresOutputs(GeneratedStage stage) {
        String own = stage.properties().get("require-outputs");
        return own == null ? inputs().contains(stage.id()) : own.equals("true");
    }

    private Set<String> inputs() {
        return stages().map(stage -> stage.properties().getOrDefault("inputs", ""))
                .collect(Collectors.toSet());
    }

    String xml() {
        return "<job id=\"%s\" version=\"2.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\">\n%s</job>\n"
                .formatted(id(), GeneratedNode.elements(nodes));
    }
}

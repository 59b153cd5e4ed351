package io.jobarrays.server.batch.jobxml.graph;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the properties of a stage add to the graph.
 *
 * @param size number of members; empty while it is not known
 * @param inputs stages whose outputs it reads
 * @param after what its indexes wait for
 * @param machines stage on whose machines it runs
 */
public record StageLinks(
        Optional<Integer> size, List<String> inputs, List<Edge> after, Optional<String> machines) {
    private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

    public static StageLinks of(StagePlan plan) {
        return new StageLinks(
                Optional.of(plan.memberCount()),
                plan.inputs(),
                plan.edges(),
                Optional.ofNullable(plan.flags().get("machines")));
    }

    /** What can be told before parameters and files are known: values without expressions. */
    public static StageLinks written(Node.Stage stage) {
        Map<String, String> plain =
                stage.properties().stream()
                        .filter(property -> !property.value().contains("#{"))
                        .collect(Collectors.toMap(Property::name, Property::value, (a, b) -> a));
        return new StageLinks(
                Optional.ofNullable(plain.get("count"))
                        .filter(count -> count.matches("[1-9][0-9]{0,4}"))
                        .map(Integer::valueOf),
                SEPARATOR
                        .splitAsStream(plain.getOrDefault("inputs", ""))
                        .filter(input -> !input.isEmpty())
                        .distinct()
                        .toList(),
                edges(plain.getOrDefault("after", "")),
                Optional.ofNullable(plain.get("machines")));
    }

    /** What is wrong with {@code after} is a finding of another check. */
    private static List<Edge> edges(String after) {
        try {
            return Edge.parse(after);
        } catch (Refusal refusal) {
            return List.of();
        }
    }
}

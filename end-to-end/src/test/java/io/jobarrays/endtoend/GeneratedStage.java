package io.jobarrays.endtoend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Stage of a generated pipeline.
 *
 * @param work of each index that is launched
 * @param properties all others than policy, edges, command
 */
record GeneratedStage(
        String id,
        int count,
        SortedMap<Integer, GeneratedWork> work,
        GeneratedPolicy policy,
        List<GeneratedEdge> after,
        Map<String, String> properties) {
    /** First line of the log of each attempt. */
    static final String BEGUN = "begun";

    boolean collects() {
        return properties.containsKey("collect");
    }

    boolean launchesAll() {
        return work.size() == count;
    }

    String xml() {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.putAll(policy.properties());
        if (!after.isEmpty()) {
            all.put(
                    "after",
                    after.stream().map(GeneratedEdge::xml).collect(Collectors.joining(", ")));
        }
        all.put("command", command());
        return properties(all);
    }

    private String command() {
        StringBuilder text = new StringBuilder("echo " + BEGUN + "; ");
        work.forEach((index, one) -> text.append(one.statements(index)));
        return text.append(collects() ? "write result 64" : "exit 0").toString();
    }

    static String properties(Map<String, String> properties) {
        if (properties.isEmpty()) {
            return "";
        }
        return properties.entrySet().stream()
                .map(
                        property ->
                                "<property name=\"%s\" value=\"%s\"/>"
                                        .formatted(property.getKey(), property.getValue()))
                .collect(Collectors.joining("", "<properties>", "</properties>"));
    }
}

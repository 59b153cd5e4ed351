package io.jobarrays.server.api.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.problems.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins members, their parameters and what their files say to an {@link OutputTable}. */
public final class OutputTableBuilder {
    private static final int MAX_CELLS = 1_000_000;

    private final Set<String> parameters = new LinkedHashSet<>();
    private final Set<String> results = new LinkedHashSet<>();
    private final List<Line> lines = new ArrayList<>();

    /** Row before the columns are known. */
    private record Line(MemberView member, Map<String, JsonNode> result) {
        JsonNode parameter(String name) {
            Map<String, String> all = member.parameters();
            String value = all == null ? null : all.get(name);
            return value == null ? NullNode.instance : new TextNode(value);
        }

        JsonNode result(String name) {
            return result.getOrDefault(name, NullNode.instance);
        }
    }

    /**
     * Adds one index: a row for each of the file, one without values when there is none.
     *
     * @param name of the file, for sentences
     * @param content null: it has no such file
     */
    public void add(MemberView member, String name, byte @Nullable [] content) {
        Map<String, String> own = member.parameters();
        if (own != null) {
            parameters.addAll(own.keySet());
        }
        List<Map<String, JsonNode>> rows =
                content == null
                        ? List.of()
                        : ResultFile.rows("index %d: %s".formatted(member.index(), name), content);
        for (Map<String, JsonNode> row :
                rows.isEmpty() ? List.of(Map.<String, JsonNode>of()) : rows) {
            results.addAll(row.keySet());
            lines.add(new Line(member, row));
            if ((long) lines.size() * (results.size() + parameters.size()) > MAX_CELLS) {
                throw new Refused(
                        413,
                        "SPAWN-TOO-LARGE",
                        "the table would have more than %d cells; name fewer indexes, or a smaller file"
                                .formatted(MAX_CELLS));
            }
        }
    }

    /** In the order in which the indexes were added. */
    public OutputTable table() {
        Set<String> columns = new LinkedHashSet<>(List.of("index", "exit_status"));
        parameters.forEach(name -> columns.add(columns.contains(name) ? "param." + name : name));
        Map<String, String> shown = new LinkedHashMap<>();
        for (String name : results) {
            if (!repeatsParameter(name)) {
                shown.put(name, columns.contains(name) ? "result." + name : name);
            }
        }
        columns.addAll(shown.values());
        return new OutputTable(
                List.copyOf(columns),
                lines.stream().map(line -> cells(line, shown.keySet())).toList());
    }

    private List<JsonNode> cells(Line line, Set<String> shown) {
        List<JsonNode> cells = new ArrayList<>();
        String exit = line.member().exitStatus();
        cells.add(new IntNode(line.member().index()));
        cells.add(exit == null ? NullNode.instance : new TextNode(exit));
        parameters.forEach(name -> cells.add(line.parameter(name)));
        shown.forEach(name -> cells.add(line.result(name)));
        return cells;
    }

    /** Whether a field of the files is the parameter of that name, wherever it is. */
    private boolean repeatsParameter(String name) {
        return parameters.contains(name)
                && lines.stream()
                        .filter(line -> !line.result(name).isNull())
                        .allMatch(
                                line ->
                                        OutputTable.isSame(
                                                line.result(name), line.parameter(name)));
    }
}

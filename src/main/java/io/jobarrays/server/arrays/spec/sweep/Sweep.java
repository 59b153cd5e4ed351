package io.jobarrays.server.arrays.spec.sweep;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parameters of the indexes of an array: a row of values for each.
 *
 * @param names as written; the variable of {@code lr} is {@code PARAM_LR}
 */
public record Sweep(List<String> names, List<List<String>> rows) {
    private static final int MAX_NAMES = 100;

    /** Leaves room for the rest of a launch, whose body is limited too. */
    private static final int MAX_BYTES = 512 << 10;

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.-]{0,63}";

    public Sweep {
        names = List.copyOf(names);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a text of several lines as CSV, another one as a grid.
     *
     * @throws Refusal when it is neither, or too large, or its names cannot be told apart
     */
    public static Sweep parse(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new Refusal(
                    "sweep: %d KiB of parameters; at most %d are taken, put them into a file of --files and choose by JOB_ARRAY_INDEX"
                            .formatted(bytes >> 10, MAX_BYTES >> 10));
        }
        boolean lines = text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
        if (!lines && text.startsWith("@")) {
            throw new Refusal(
                    "sweep: %s names a file, which only spawn reads; send its text"
                            .formatted(text));
        }
        CsvRows read =
                lines
                        ? CsvRows.parse("sweep", text, IndexSet.LIMIT)
                        : SweepGrid.parse(text, IndexSet.LIMIT);
        checkNames(read.names());
        if (read.rows().isEmpty()) {
            throw new Refusal(
                    "sweep: it has names and no rows; write one row of values for each index");
        }
        return new Sweep(read.names(), read.rows());
    }

    private static void checkNames(List<String> names) {
        if (names.size() > MAX_NAMES) {
            throw new Refusal(
                    "sweep: %d columns; at most %d are taken".formatted(names.size(), MAX_NAMES));
        }
        Map<String, String> variables = new HashMap<>();
        for (int column = 0; column < names.size(); column++) {
            String name = names.get(column);
            if (name.isBlank()) {
                throw new Refusal(
                        "sweep: column %d has no name; name it or leave it out (pandas: to_csv(index=False))"
                                .formatted(column + 1));
            }
            if (!name.matches(NAME)) {
                throw new Refusal(
                        "sweep: \"%s\" cannot name a parameter; use a letter or _, then letters, digits, _, . and -, 64 at most"
                                .formatted(name));
            }
            String other = variables.putIfAbsent(variable(name), name);
            if (other != null) {
                throw new Refusal(
                        "sweep: %s and %s both become %s; rename one"
                                .formatted(other, name, variable(name)));
            }
        }
    }

    /** Variable of a parameter: {@code PARAM_BATCH_SIZE} of {@code batch-size}. */
    public static String variable(String name) {
        return "PARAM_" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** Number of indexes. */
    public int size() {
        return rows.size();
    }

    /** Values of one index by name, in the order of the names; empty beyond the last row. */
    public Map<String, String> parameters(int index) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (index < rows.size()) {
            for (int column = 0; column < names.size(); column++) {
                parameters.put(names.get(column), rows.get(index).get(column));
            }
        }
        return parameters;
    }

    /** Values of one index by variable. */
    public Map<String, String> variables(int index) {
        Map<String, String> variables = new LinkedHashMap<>();
        parameters(index).forEach((name, value) -> variables.put(variable(name), value));
        return variables;
    }
}

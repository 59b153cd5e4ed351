package io.jobarrays.server.arrays.spec.sweep;

import io.jobarrays.contract.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Grid {@code lr=0.1,0.01;depth=3,5}: each value of a name with each of the others. */
final class SweepGrid {
    private SweepGrid() {}

    /** One row per combination; the last name varies fastest. */
    static CsvRows parse(String text, int maxRows) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            add(part.strip(), values);
        }
        long combinations = 1;
        for (List<String> each : values.values()) {
            combinations *= each.size();
            if (combinations > maxRows) {
                throw new Refusal(
                        "sweep: the grid has more than %d combinations; at most as many are taken"
                                .formatted(maxRows));
            }
        }
        return new CsvRows(
                List.copyOf(values.keySet()), combinations(List.copyOf(values.values())));
    }

    private static void add(String part, Map<String, List<String>> values) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            throw new Refusal(
                    "sweep: \"%s\" is not NAME=VALUE,VALUE; write lr=0.1,0.01;depth=3,5, or @FILE for a CSV file"
                            .formatted(part));
        }
        String name = part.substring(0, equals).strip();
        List<String> each = new ArrayList<>();
        for (String value : part.substring(equals + 1).split(",", -1)) {
            if (value.isBlank()) {
                throw new Refusal(
                        "sweep: %s has an empty value; leave out the comma, or use a CSV file"
                                .formatted(name));
            }
            each.add(value.strip());
        }
        if (values.putIfAbsent(name, each) != null) {
            throw new Refusal("sweep: %s is given twice; name it once".formatted(name));
        }
    }

    private static List<List<String>> combinations(List<List<String>> values) {
        List<List<String>> rows = List.of(List.of());
        for (List<String> each : values) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> row : rows) {
                for (String value : each) {
                    List<String> next = new ArrayList<>(row);
                    next.add(value);
                    longer.add(next);
                }
            }
            rows = longer;
        }
        return rows;
    }
}

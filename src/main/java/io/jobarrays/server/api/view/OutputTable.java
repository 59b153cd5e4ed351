package io.jobarrays.server.api.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobarrays.contract.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Table of the indexes of an array: index, exit status, parameters, and what a collected file says.
 *
 * @param rows a value for each column; {@code null} of JSON where there is none
 */
public record OutputTable(List<String> columns, List<List<JsonNode>> rows) {
    private static final String DESCENDING = ":desc";
    private static final String ASCENDING = ":asc";

    public OutputTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Sorts by a column, numbers by their value and before texts; rows without a value come last.
     *
     * @param order {@code COLUMN} or {@code COLUMN:desc}; null: as it is
     */
    public OutputTable sorted(@Nullable String order) {
        if (order == null) {
            return this;
        }
        boolean descending = order.endsWith(DESCENDING);
        String name =
                descending || order.endsWith(ASCENDING)
                        ? order.substring(0, order.lastIndexOf(':'))
                        : order;
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new Refusal(
                    "sort: there is no column \"%s\"; there are %s"
                            .formatted(name, String.join(", ", columns)));
        }
        Comparator<JsonNode> values = OutputTable::compare;
        Comparator<List<JsonNode>> byValue =
                Comparator.comparing(
                        row -> row.get(column), descending ? values.reversed() : values);
        List<List<JsonNode>> sorted = new ArrayList<>(rows);
        sorted.sort(
                Comparator.<List<JsonNode>, Boolean>comparing(row -> row.get(column).isNull())
                        .thenComparing(byValue));
        return new OutputTable(columns, sorted);
    }

    /** Rows as objects. */
    public List<Map<String, JsonNode>> objects() {
        List<Map<String, JsonNode>> objects = new ArrayList<>();
        for (List<JsonNode> row : rows) {
            Map<String, JsonNode> object = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                object.put(columns.get(column), row.get(column));
            }
            objects.add(object);
        }
        return objects;
    }

    /** Text of a value: that of JSON but for texts, and nothing for none. */
    public static String text(JsonNode value) {
        return value.isNull() ? "" : value.isTextual() ? value.textValue() : value.toString();
    }

    /** Whether both are the same number or text. */
    static boolean isSame(JsonNode one, JsonNode other) {
        return compare(one, other) == 0;
    }

    private static int compare(JsonNode one, JsonNode other) {
        Optional<BigDecimal> number = number(one);
        Optional<BigDecimal> otherNumber = number(other);
        if (number.isPresent() && otherNumber.isPresent()) {
            return number.get().compareTo(otherNumber.get());
        }
        return number.isPresent() == otherNumber.isPresent()
                ? text(one).compareTo(text(other))
                : number.isPresent() ? -1 : 1;
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        String text = text(value).strip();
        // The exponent is bounded: a comparison would write all its digits.
        return text.matches("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,3})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}

package io.jobarrays.server.api.text;

import io.jobarrays.server.api.view.OutputTable;
import java.util.List;
import java.util.stream.Collectors;

/** Text of {@code spawn outputs --table}: aligned columns, or CSV quoted by RFC 4180. */
public final class OutputTableText {
    private OutputTableText() {}

    public static String of(OutputTable table) {
        Columns columns = new Columns();
        columns.row(table.columns().toArray());
        table.rows().forEach(row -> columns.row(row.stream().map(OutputTable::text).toArray()));
        return columns.text("");
    }

    public static String csv(OutputTable table) {
        StringBuilder text = new StringBuilder(line(table.columns()));
        table.rows()
                .forEach(row -> text.append(line(row.stream().map(OutputTable::text).toList())));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(OutputTableText::cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}

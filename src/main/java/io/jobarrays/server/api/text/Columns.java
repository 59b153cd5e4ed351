package io.jobarrays.server.api.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows whose columns stand under each other, two spaces apart, nothing behind the last. */
final class Columns {
    private static final String EMPTY_CELL = "-";

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds one row; all rows have as many cells. What is not there is shown as {@code -}. */
    Columns row(@Nullable Object... cells) {
        rows.add(Arrays.stream(cells).map(Columns::cell).toList());
        return this;
    }

    /** The rows, each behind {@code indent} and ended by a newline. */
    String text(String indent) {
        int[] widths =
                IntStream.range(0, rows.isEmpty() ? 0 : rows.getFirst().size())
                        .map(column -> width(column))
                        .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell).repeat(' ', widths[column] - length(cell) + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** Reasons may come from anywhere: a control character must not reach a terminal. */
    private static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString().replaceAll("\\p{Cntrl}+", " ").strip();
        return text.isEmpty() ? EMPTY_CELL : text;
    }
}

package io.jobarrays.server.api.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Table with aligned columns, two spaces apart, without trailing spaces. */
final class Columns {
    private static final String EMPTY_CELL = "-";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; all rows have the same number of cells. An empty cell prints {@code -}. */
    Columns row(@Nullable Object... cells) {
        rows.add(Arrays.stream(cells).map(Columns::cell).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The rows, each with the indent and a newline. */
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

    /** Removes control characters: a reason may be text of a user's program. */
    private static String cell(@Nullable Object value) {
        String text =
                value == null ? "" : CONTROL.matcher(value.toString()).replaceAll(" ").strip();
        return text.isEmpty() ? EMPTY_CELL : text;
    }
}

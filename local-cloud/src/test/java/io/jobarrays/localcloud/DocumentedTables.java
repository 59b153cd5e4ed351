package io.jobarrays.localcloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Tables of {@code docs/reference/local-cloud.md}. */
public final class DocumentedTables {
    private static final Path PAGE = Path.of("../docs/reference/local-cloud.md");

    private DocumentedTables() {}

    /** Rows of the first table below a heading, without its head; cells without back quotes. */
    public static List<List<String>> rows(String heading) throws IOException {
        List<List<String>> rows =
                Files.readAllLines(PAGE).stream()
                        .dropWhile(line -> !line.matches("##+ " + heading))
                        .dropWhile(line -> !line.startsWith("|"))
                        .takeWhile(line -> line.startsWith("|"))
                        .map(DocumentedTables::cells)
                        .toList();
        return rows.subList(2, rows.size());
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(String::strip)
                .map(cell -> cell.replaceAll("^`|`$", ""))
                .toList();
    }
}

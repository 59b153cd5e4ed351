package io.jobarrays.server.batch.jobxml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Sections, tables and examples of {@code docs/reference/job-xml.md}. */
public final class ReferencePage {
    private static final String PAGE = read();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

    private ReferencePage() {}

    /** Text under a heading, up to the next one of its level or above. */
    static String section(String heading) {
        String level = heading.replaceAll("[^#].*", "");
        String[] parts = PAGE.split("(?m)^" + Pattern.quote(heading) + "$", 2);
        assertThat(parts).as(heading).hasSize(2);
        return parts[1].split("(?m)^#{1,%d} ".formatted(level.length()), 2)[0];
    }

    /** Cells of the rows of the tables in a section, without the heads. */
    public static List<List<String>> rows(String heading) {
        List<String> lines = section(heading).lines().toList();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            boolean head = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
            if (lines.get(i).startsWith("| ") && !head) {
                rows.add(cells(lines.get(i)));
            }
        }
        assertThat(rows).as(heading).isNotEmpty();
        return rows;
    }

    /** Complete jobs on the page. */
    static List<String> examples() {
        return XML.matcher(PAGE).results().map(found -> found.group(1)).toList();
    }

    /** Texts in backquotes. */
    public static List<String> codes(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The text in backquotes, which is alone in its cell or missing. */
    public static String code(String cell) {
        return codes(cell).stream().findFirst().orElse("");
    }

    private static List<String> cells(String row) {
        String[] cells = row.substring(1, row.lastIndexOf('|')).split("\\|", -1);
        return Arrays.stream(cells).map(String::strip).toList();
    }

    private static String read() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("project.root", ".."), "docs/reference/job-xml.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

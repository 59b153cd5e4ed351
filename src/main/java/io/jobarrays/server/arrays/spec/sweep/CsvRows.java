package io.jobarrays.server.arrays.spec.sweep;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a CSV text, quoted by RFC 4180; the first one has the names. Empty lines are skipped.
 *
 * @param rows as many values in each as there are names
 */
public record CsvRows(List<String> names, List<List<String>> rows) {
    /** The library's own skipping of them would take the blanks that a line begins with. */
    private static final List<String> EMPTY_LINE = List.of("");

    private static final ObjectReader READER =
            CsvMapper.builder()
                    .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                    .build()
                    .readerForListOf(String.class);

    public CsvRows {
        names = List.copyOf(names);
        rows = List.copyOf(rows);
    }

    /**
     * @param subject begins the sentence of a refusal
     * @param maxRows without the names
     * @throws Refusal for a text that is not such rows
     */
    public static CsvRows parse(String subject, String text, int maxRows) {
        List<List<String>> rows = new ArrayList<>();
        try (MappingIterator<List<String>> parsed = READER.readValues(withoutByteOrderMark(text))) {
            while (parsed.hasNextValue()) {
                JsonLocation at = parsed.getCurrentLocation();
                List<String> row = List.copyOf(parsed.nextValue());
                if (row.equals(EMPTY_LINE)) {
                    continue;
                }
                if (!rows.isEmpty() && row.size() != rows.getFirst().size()) {
                    throw new Refusal(
                            "%s: line %d has %d values, the first line names %d"
                                    .formatted(
                                            subject,
                                            at.getLineNr(),
                                            row.size(),
                                            rows.getFirst().size()));
                }
                if (rows.size() > maxRows) {
                    throw new Refusal(
                            "%s: more than %d rows; at most as many are taken"
                                    .formatted(subject, maxRows));
                }
                rows.add(row);
            }
        } catch (JacksonException e) {
            throw new Refusal("%s: is not CSV: %s".formatted(subject, sentence(e)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.isEmpty()) {
            throw new Refusal("%s: is empty; its first line names the columns".formatted(subject));
        }
        return new CsvRows(rows.getFirst(), rows.subList(1, rows.size()));
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static String sentence(JacksonException e) {
        JsonLocation at = e.getLocation();
        return at == null
                ? e.getOriginalMessage()
                : "line %d, column %d: %s"
                        .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage());
    }
}

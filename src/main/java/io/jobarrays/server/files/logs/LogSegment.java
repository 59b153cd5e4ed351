package io.jobarrays.server.files.logs;

import io.jobarrays.server.files.NumberedEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with part of one attempt's log, named after where it begins.
 *
 * @param start offset of its first record
 * @param line how many lines came before, those that were dropped included
 * @param dropped how many of them the machine had dropped, as far as it had said
 */
record LogSegment(Path file, long start, long line, long dropped) {
    private static final Pattern FORM = Pattern.compile("(\\d{20})-(\\d{1,18})-(\\d{1,18})");

    static LogSegment at(Path directory, long start, long line, long dropped) {
        String name = "%020d-%d-%d".formatted(start, line, dropped);
        return new LogSegment(directory.resolve(name), start, line, dropped);
    }

    /** Those of one attempt, in order. */
    static List<LogSegment> in(Path directory) {
        return NumberedEntries.names(directory).stream()
                .flatMap(name -> named(directory, name).stream())
                .sorted(Comparator.comparingLong(LogSegment::start))
                .toList();
    }

    long size() throws IOException {
        return Files.size(file);
    }

    private static Optional<LogSegment> named(Path directory, String name) {
        Matcher form = FORM.matcher(name);
        return form.matches()
                ? Optional.of(
                        at(
                                directory,
                                Long.parseLong(form.group(1)),
                                Long.parseLong(form.group(2)),
                                Long.parseLong(form.group(3))))
                : Optional.empty();
    }
}

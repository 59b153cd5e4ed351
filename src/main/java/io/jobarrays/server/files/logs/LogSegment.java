package io.jobarrays.server.files.logs;

import io.jobarrays.server.state.NumberedEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * File with a part of the log of one attempt; its name holds its start.
 *
 * @param start offset of the first record
 * @param line number of lines before it, dropped lines included
 * @param dropped number of those lines that the machine reported as dropped
 */
record LogSegment(Path file, long start, long line, long dropped) {
    private static final Pattern FORM = Pattern.compile("(\\d{20})-(\\d{1,18})-(\\d{1,18})");

    static LogSegment at(Path directory, long start, long line, long dropped) {
        String name = "%020d-%d-%d".formatted(start, line, dropped);
        return new LogSegment(directory.resolve(name), start, line, dropped);
    }

    /** Segments of one attempt in order. */
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

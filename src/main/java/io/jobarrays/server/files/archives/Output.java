package io.jobarrays.server.files.archives;

import java.util.List;
import java.util.stream.Stream;

/**
 * Files that one member collected in one attempt.
 *
 * @param bytes size of the tar.gz
 * @param files names in the archive
 */
public record Output(int index, int attempt, String sha256, long bytes, List<String> files) {

    /** Lines of its record on disk. */
    List<String> lines() {
        return Stream.concat(Stream.of(sha256, Long.toString(bytes)), files.stream()).toList();
    }

    static Output of(int index, int attempt, List<String> lines) {
        return new Output(
                index,
                attempt,
                lines.get(0),
                Long.parseLong(lines.get(1)),
                List.copyOf(lines.subList(2, lines.size())));
    }
}

package io.jobarrays.server.files.archives;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that one member collected in one attempt.
 *
 * @param bytes size of the tar.gz, or of all files at another place
 * @param files names in the archive, or relative to the other place
 * @param remote files at another place; empty: the archive is here
 */
public record Output(
        int index,
        int attempt,
        String sha256,
        long bytes,
        List<String> files,
        Optional<Remote> remote) {
    private static final String PLACE_MARK = "at ";

    /** Files in an archive that is here. */
    Output(int index, int attempt, String sha256, long bytes, List<String> files) {
        this(index, attempt, sha256, bytes, files, Optional.empty());
    }

    /** Files that the member has sent to {@code place} itself. */
    public record Remote(String place, List<ListedFile> files) {
        public Remote {
            files = List.copyOf(files);
        }
    }

    /**
     * @param sha256 of the list
     */
    static Output of(int index, int attempt, String sha256, Remote remote) {
        return new Output(
                index,
                attempt,
                sha256,
                remote.files().stream().mapToLong(ListedFile::bytes).sum(),
                remote.files().stream().map(ListedFile::name).toList(),
                Optional.of(remote));
    }

    /** Lines of its record on disk. */
    List<String> lines() {
        return remote.map(
                        it ->
                                Stream.concat(
                                        Stream.of(PLACE_MARK + it.place(), sha256),
                                        it.files().stream().map(ListedFile::line)))
                .orElseGet(
                        () ->
                                Stream.concat(
                                        Stream.of(sha256, Long.toString(bytes)), files.stream()))
                .toList();
    }

    static Output of(int index, int attempt, List<String> lines) {
        String first = lines.getFirst();
        List<String> rest = lines.subList(2, lines.size());
        if (first.startsWith(PLACE_MARK)) {
            List<ListedFile> files = rest.stream().map(ListedFile::of).toList();
            Remote remote = new Remote(first.substring(PLACE_MARK.length()), files);
            return of(index, attempt, lines.get(1), remote);
        }
        return new Output(index, attempt, first, Long.parseLong(lines.get(1)), List.copyOf(rest));
    }
}

package io.jobarrays.agent.work;

import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Finds the files of the working directory that match the globs of {@code collect}. */
final class OutputCollector {
    /** Limit of one member's outputs, before compression. */
    static final long MAX_OUTPUT_BYTES = 256L << 20;

    private OutputCollector() {}

    /**
     * Returns the sorted paths below {@code directory}; a glob that matches a directory includes
     * all files below it.
     *
     * @throws Refusal for an invalid glob, and when the files exceed the limit
     */
    static List<Path> find(Path directory, List<String> globs) throws IOException {
        List<PathMatcher> matchers = globs.stream().map(OutputCollector::matcher).toList();
        List<Path> found = new ArrayList<>();
        long[] bytes = {0};
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Path path = directory.relativize(file);
                        if (Files.isRegularFile(file) && matches(matchers, path)) {
                            found.add(path);
                            bytes[0] += Files.size(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        if (bytes[0] > MAX_OUTPUT_BYTES) {
            throw new Refusal(
                    "collect: the files have %d MiB, more than the %d MiB a member may keep: nothing was kept"
                            .formatted((bytes[0] + (1 << 20) - 1) >> 20, MAX_OUTPUT_BYTES >> 20));
        }
        return found.stream().sorted().toList();
    }

    private static boolean matches(List<PathMatcher> matchers, Path path) {
        for (Path part = path; part != null; part = part.getParent()) {
            for (PathMatcher matcher : matchers) {
                if (matcher.matches(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static PathMatcher matcher(String glob) {
        String plain = glob.replaceAll("^(\\./)+", "").replaceAll("/+$", "");
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + plain);
        } catch (PatternSyntaxException e) {
            throw new Refusal(
                    "collect: \"%s\" is not a glob: %s".formatted(glob, e.getDescription()));
        }
    }
}

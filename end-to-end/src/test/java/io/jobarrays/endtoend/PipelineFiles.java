package io.jobarrays.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shipped pipelines: {@code batch-jobs/NAME.xml}, each with its files in {@code NAME/}. */
final class PipelineFiles {
    static final Path DIRECTORY = TestControlPlane.ROOT.resolve("batch-jobs");

    private PipelineFiles() {}

    static List<Path> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path xml) {
        return xml.getFileName().toString().replace(".xml", "");
    }

    static Path files(Path xml) {
        return DIRECTORY.resolve(name(xml));
    }
}

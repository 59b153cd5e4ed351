package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainEnglishTest {
    private static final Pattern PERSON_FOR_A_PART =
            Pattern.compile(
                    "\\b(no|some|any|every)body\\b|\\bwhoever\\b", Pattern.CASE_INSENSITIVE);

    @Test
    void componentsAreNamedInsteadOfPersons() {
        List<Path> files =
                Stream.of(
                                SourceTree.mainClasses(),
                                SourceTree.files("main/", ".sh"),
                                SourceTree.files("main/", ".py"),
                                SourceTree.files("main/", ".properties"),
                                SourceTree.files("main/", ".sql"),
                                SourceTree.files("batch-jobs/", ".py"),
                                SourceTree.files("batch-jobs/", ".xml"),
                                SourceTree.documents())
                        .flatMap(List::stream)
                        .toList();

        List<String> found = files.stream().flatMap(PlainEnglishTest::lines).toList();

        assertThat(files).hasSizeGreaterThan(600);
        assertThat(found).isEmpty();
    }

    private static Stream<String> lines(Path file) {
        return SourceTree.text(file)
                .lines()
                // The JDK's BodyPublishers.noBody is a name of its API.
                .filter(line -> PERSON_FOR_A_PART.matcher(line.replace("noBody", "")).find())
                .map(line -> TestControlPlane.ROOT.relativize(file) + ": " + line.strip());
    }
}

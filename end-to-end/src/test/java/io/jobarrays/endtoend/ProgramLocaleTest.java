package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Programs format with {@link java.util.Locale#ROOT}: with another default, as Persian or Egyptian
 * Arabic, {@code %d} writes digits that PostgreSQL, EC2 and HTTP do not know.
 */
class ProgramLocaleTest {
    @Test
    void everyProgramSetsTheLocaleFirst() {
        List<Path> programs =
                SourceTree.mainClasses().stream()
                        .filter(file -> !file.toString().matches(".*(/benchmarks/|AotTraining).*"))
                        .filter(ProgramLocaleTest::isProgram)
                        .toList();

        assertThat(programs).hasSizeGreaterThan(6);
        assertThat(programs)
                .allSatisfy(
                        file ->
                                assertThat(SourceTree.text(file))
                                        .contains("Locale.setDefault(Locale.ROOT);"));
    }

    /** Programs that only a build or a benchmark runs are left out. */
    private static boolean isProgram(Path file) {
        String text = SourceTree.text(file);
        return text.contains("public static void main(") || text.contains("@QuarkusMain");
    }
}

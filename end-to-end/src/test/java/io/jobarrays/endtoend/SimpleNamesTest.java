package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimpleNamesTest {
    /** Every program has one. */
    private static final Set<String> EXCEPTIONS = Set.of("Main");

    @Test
    void simpleNameMeansOneTypeInTheRepository() {
        Map<String, List<Path>> byName =
                SourceTree.mainClasses().stream()
                        .collect(
                                Collectors.groupingBy(
                                        SourceTree::simpleName, TreeMap::new, Collectors.toList()));

        assertThat(byName).hasSizeGreaterThan(500);
        byName.keySet().removeAll(EXCEPTIONS);
        byName.values().removeIf(files -> files.size() == 1);

        assertThat(byName).isEmpty();
    }
}

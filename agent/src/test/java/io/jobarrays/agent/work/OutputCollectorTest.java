package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputCollectorTest {
    @TempDir Path directory = Path.of("");

    @BeforeEach
    void createFiles() throws Exception {
        for (String file : List.of("a.json", "b.txt", "out/c.json", "out/deep/d.json")) {
            Files.createDirectories(directory.resolve(file).resolveSibling(""));
            Files.createFile(directory.resolve(file));
        }
    }

    @Test
    void singleStarMatchesWithinDirectory() throws Exception {
        assertThat(find("*.json")).containsExactly("a.json");
        assertThat(find("out/*.json")).containsExactly("out/c.json");
    }

    @Test
    void doubleStarMatchesSubdirectories() throws Exception {
        assertThat(find("out/**")).containsExactly("out/c.json", "out/deep/d.json");
    }

    @Test
    void directoryMatchesAllFilesBelowIt() throws Exception {
        assertThat(find("./out/", "b.txt"))
                .containsExactly("b.txt", "out/c.json", "out/deep/d.json");
    }

    @Test
    void refusesOutputsOverLimitWithSizeAndLimit() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve("x").toFile(), "rw")) {
            file.setLength(OutputCollector.MAX_OUTPUT_BYTES + 1);
        }

        assertThatThrownBy(() -> find("x"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("257 MiB")
                .hasMessageContaining("256 MiB");
    }

    private List<String> find(String... globs) throws Exception {
        return OutputCollector.find(directory, List.of(globs)).stream()
                .map(Path::toString)
                .toList();
    }
}

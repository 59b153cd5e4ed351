package io.jobarrays.localcloud.machines.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleDirectoryTest {
    @TempDir Path state = Path.of("");
    @TempDir Path memory = Path.of("");

    @Test
    void isInTheStateDirectoryUnlessAnotherIsNamed() {
        assertThat(ScaleDirectory.of(state, Optional.empty()).path())
                .isEqualTo(state.resolve("scale"));
        assertThat(named().path().getParent()).isEqualTo(memory);
        assertThat(named()).isEqualTo(ScaleDirectory.of(state, Optional.of(memory)));
        assertThat(named()).isNotEqualTo(ScaleDirectory.of(memory, Optional.of(memory)));
    }

    @Test
    void isPrivateAndWithoutFilesOfAnEarlierLocalCloud() throws Exception {
        Path left = Files.createDirectories(named().path().resolve("i-1/etc"));
        Path others = Files.createDirectories(memory.resolve("spawn-scale-of-another"));

        named().create();

        assertThat(left).doesNotExist();
        assertThat(others).exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(named().path())))
                .isEqualTo("rwx------");
        named().delete();
        assertThat(named().path()).doesNotExist();
        assertThat(others).exists();
    }

    private ScaleDirectory named() {
        return ScaleDirectory.of(state, Optional.of(memory));
    }
}

package io.jobarrays.localcloud.machines.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleDirectoryTest {
    @TempDir Path state = Path.of("");
    @TempDir Path memory = Path.of("");

    @Test
    void isInTheStateDirectoryUnlessAnotherIsNamed() throws Exception {
        assertThat(ScaleDirectory.create(state, Optional.empty()).path())
                .isEqualTo(state.resolve("scale"));
        assertThat(named().path().getParent()).isEqualTo(memory);
    }

    @Test
    void isPrivateAndGoneAfterwards() throws Exception {
        ScaleDirectory named = named();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(named.path())))
                .isEqualTo("rwx------");
        named.delete();
        assertThat(memory).isEmptyDirectory();
        assertThat(state).isEmptyDirectory();
    }

    /** Also when the next one does not name the directory again. */
    @Test
    void filesOfAKilledLocalCloudAreDeletedByTheNext() throws Exception {
        Files.createDirectories(named().path().resolve("i-1/etc"));

        ScaleDirectory next = ScaleDirectory.create(state, Optional.empty());

        assertThat(memory).isEmptyDirectory();
        Files.createDirectories(next.path().resolve("i-2/etc"));
        assertThat(ScaleDirectory.create(state, Optional.empty()).path()).isEmptyDirectory();
    }

    @Test
    void waitsForTheLastWritesOfAKilledLocalCloud() throws Exception {
        Path left = named().path();
        Instant end = Instant.now().plusMillis(300);
        CompletableFuture<Void> began = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    while (Instant.now().isBefore(end)) {
                        left.resolve(UUID.randomUUID() + "").toFile().mkdir();
                        began.complete(null);
                    }
                });
        began.join();

        assertThat(ScaleDirectory.create(state, Optional.empty()).path()).isEmptyDirectory();

        assertThat(memory).isEmptyDirectory();
    }

    /** Containers and machines that share a directory have local clouds with the same path. */
    @Test
    void keepsThatOfAnotherLocalCloudWithTheSameStatePath(@TempDir Path elsewhere)
            throws Exception {
        Path others = named().path();
        Files.move(state.resolve("scale"), elsewhere.resolve("scale"));

        assertThat(named().path()).isNotEqualTo(others);
        assertThat(others).exists();
    }

    @Test
    void namesADirectoryThatDoesNotExist() {
        Path missing = memory.resolve("missing");

        assertThatThrownBy(() -> ScaleDirectory.create(state, Optional.of(missing)))
                .hasMessage(
                        "the directory %s for the files of instances does not exist; create it"
                                .formatted(missing));
    }

    private ScaleDirectory named() throws IOException {
        return ScaleDirectory.create(state, Optional.of(memory));
    }
}

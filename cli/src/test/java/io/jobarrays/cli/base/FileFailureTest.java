package io.jobarrays.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir Path directory = Path.of("");

    @Test
    void namesFileAndReasonWithoutClassesOfTheJdk() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(words(() -> Files.readString(directory.resolve("none"))))
                .isEqualTo(directory.resolve("none") + ": no such file or directory");
        assertThat(words(() -> Files.createDirectory(file)))
                .isEqualTo(file + ": another file is there");
        assertThat(words(() -> Files.createDirectory(file.resolve("below"))))
                .isEqualTo(file.resolve("below") + ": Not a directory");
        assertThat(FileFailure.words(new UncheckedIOException(new IOException("cut off"))))
                .isEqualTo("cut off");
    }

    private static String words(FileAction action) {
        try {
            action.run();
            return "";
        } catch (IOException failure) {
            return FileFailure.words(failure);
        }
    }

    private interface FileAction {
        void run() throws IOException;
    }
}

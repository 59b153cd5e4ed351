package io.jobarrays.agent.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPeerFilesTest {
    @TempDir Path directory = Path.of("");

    @Test
    void equalContentOfTwoMachinesIsOneFile() throws Exception {
        SharedPeerFiles files = new SharedPeerFiles(directory.resolve("shared"));

        files.write(directory.resolve("a"), "peers");
        files.write(directory.resolve("b"), "peers");

        assertThat(Files.getAttribute(directory.resolve("a"), "unix:ino"))
                .isEqualTo(Files.getAttribute(directory.resolve("b"), "unix:ino"));
    }

    @Test
    void contentThatWasNotWrittenIsWrittenAgain() throws Exception {
        Path shared = directory.resolve("shared");
        SharedPeerFiles files = new SharedPeerFiles(shared);
        Files.delete(shared);
        assertThatThrownBy(() -> files.write(directory.resolve("a"), "peers"))
                .isInstanceOf(IOException.class);

        Files.createDirectory(shared);
        files.write(directory.resolve("a"), "peers");

        assertThat(directory.resolve("a")).hasContent("peers");
        assertThat(shared).isDirectoryNotContaining("glob:**.new");
    }
}

package io.jobarrays.localcloud.machines.host;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaketimeLibraryTest {
    @TempDir Path system = Path.of("");

    @Test
    void namesThePackageOfAMissingLibrary() throws Exception {
        Files.createDirectories(system.resolve("lib/x86_64-linux-gnu"));

        assertThatThrownBy(() -> FaketimeLibrary.requireBelow(system))
                .hasMessageContaining("apt-get install libfaketime");
    }

    @Test
    void findsTheLibraryOfTheProcessor() throws Exception {
        Path directory = system.resolve("lib/x86_64-linux-gnu/faketime");
        Files.createDirectories(directory);
        Files.createFile(directory.resolve("libfaketimeMT.so.1"));

        assertThatCode(() -> FaketimeLibrary.requireBelow(system)).doesNotThrowAnyException();
    }
}

package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that only root of this machine may read, in instances of a local cloud of root. */
class RootOnlyFilesTest {
    private static final List<String> PARENTS = List.of("/opt", "/usr/local/share", "/var/lib");

    private static final List<String> FILES =
            List.of("closed/inner", "closed", "secret", "public", "later", "");

    @Test
    void instancesSeeWhatOrdinaryUsersMayRead(@TempDir Path state) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the kernel hides them else");
        List<Path> directories =
                PARENTS.stream().map(parent -> Path.of(parent, "spawn-test-of-root")).toList();
        try {
            for (Path directory : directories) {
                Files.createDirectories(directory.resolve("closed"));
                write(directory.resolve("closed/inner"), "rw-r--r--");
                allow(directory.resolve("closed"), "rwx------");
                write(directory.resolve("secret"), "rw-r-----");
                write(directory.resolve("public"), "rw-r--r--");
            }
            try (MachinesFixture fixture = MachinesFixture.open(state, Optional.empty())) {
                for (Path directory : directories) {
                    write(directory.resolve("later"), "rw-------");
                }
                String console =
                        fixture.run(
                                "find /opt/spawn-* /usr/local/share/spawn-* /var/lib/spawn-*",
                                "cat /proc/slabinfo /proc/vmallocinfo | wc -c");

                assertThat(console.lines().filter(line -> line.contains("spawn-")))
                        .containsExactlyInAnyOrder(
                                "/opt/spawn-test-of-root",
                                "/opt/spawn-test-of-root/public",
                                "/usr/local/share/spawn-test-of-root",
                                "/usr/local/share/spawn-test-of-root/public",
                                "/var/lib/spawn-test-of-root");
                assertThat(console.lines()).contains("0");
            }
        } finally {
            for (Path directory : directories) {
                for (String name : FILES) {
                    Files.deleteIfExists(directory.resolve(name));
                }
            }
        }
    }

    private static void write(Path file, String mode) throws IOException {
        Files.writeString(file, "of root\n");
        allow(file, mode);
    }

    private static void allow(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}

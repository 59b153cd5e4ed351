package io.jobarrays.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserStateDirectoryTest {
    @TempDir Path directory = Path.of("");

    @Test
    void readsLocationFromEnvironment() {
        assertThat(root("HOME", "/h", "X", "")).isEqualTo(Path.of("/h/.local/state/spawn"));
        assertThat(root("HOME", "/h", "XDG_STATE_HOME", "/x")).isEqualTo(Path.of("/x/spawn"));
        assertThat(root("XDG_STATE_HOME", "/x", "SPAWN_STATE_DIR", "/s")).isEqualTo(Path.of("/s"));
    }

    @Test
    void devModeOfTheCheckoutPrevailsOverTheHomeOnly() {
        Optional<Path> devMode = Optional.of(Path.of("/d"));

        assertThat(UserStateDirectory.of(Map.of("HOME", "/h"), devMode).root())
                .isEqualTo(Path.of("/d"));
        assertThat(UserStateDirectory.of(Map.of("XDG_STATE_HOME", "/x"), devMode).root())
                .isEqualTo(Path.of("/x/spawn"));
    }

    @Test
    void restrictsExistingDirectoryToOwner() throws IOException {
        Path root = Files.createDirectory(directory.resolve("state"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));

        new UserStateDirectory(root).create();

        assertThat(permissions(root)).isEqualTo("rwx------");
        assertThat(permissions(root.resolve("cloud"))).isEqualTo("rwx------");
    }

    private static Path root(String name, String value, String other, String otherValue) {
        return UserStateDirectory.of(Map.of(name, value, other, otherValue)).root();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

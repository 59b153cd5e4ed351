package io.jobarrays.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jobarrays.server.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFilterTest {
    @TempDir Path directory = Path.of("unset");

    @Test
    void createsATokenThatOnlyItsUserCanRead() throws IOException {
        ApiToken token = token();

        Path file = state().resolve("token");
        String text = Files.readString(file);
        assertThat(text).matches("[0-9a-f]{64}\n");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(state())).isEqualTo("rwx------");
        assertThat(token.matches(text.strip())).isTrue();
        assertThat(state()).isDirectoryNotContaining("glob:**/.new-*");
    }

    @Test
    void keepsTheTokenAtTheNextStart() throws IOException {
        token();
        String text = Files.readString(state().resolve("token")).strip();

        assertThat(token().matches(text)).isTrue();
    }

    @Test
    void rejectsEveryOtherText() throws IOException {
        ApiToken token = token();
        String text = Files.readString(state().resolve("token")).strip();

        assertThat(token.matches("")).isFalse();
        assertThat(token.matches(text.substring(1))).isFalse();
        assertThat(token.matches(text + "0")).isFalse();
    }

    @Test
    void refusesToStartWithAnEmptyTokenFile() throws IOException {
        Files.createDirectories(state());
        Files.writeString(state().resolve("token"), "\n");

        assertThatIllegalStateException()
                .isThrownBy(this::token)
                .withMessageContaining("too short to be a token; delete it and start again");
    }

    @Test
    void removesAccessOfOtherUsersToDirectoryAndToken() throws IOException {
        token();
        Files.setPosixFilePermissions(state(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = state().resolve("token");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        token();

        assertThat(mode(state())).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    private ApiToken token() {
        return new ApiToken(new StateDirectory(state()), Optional.empty());
    }

    private Path state() {
        return directory.resolve("state");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

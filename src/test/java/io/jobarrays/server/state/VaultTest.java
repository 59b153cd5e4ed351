package io.jobarrays.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final String TEXT = "{\"env.PASSWORD\":\"hunter2 \u00fc\"}";

    @TempDir Path state = Path.of("unset");

    @Test
    void opensSealedTextAfterARestart() throws IOException {
        String sealed = vault().seal(TEXT);

        assertThat(sealed).startsWith(Vault.SEALED).doesNotContain("hunter2");
        assertThat(vault().open(sealed)).isEqualTo(TEXT);
        assertThat(vault().seal(TEXT)).isNotEqualTo(sealed);
        assertThat(Files.getPosixFilePermissions(state.resolve("key")))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void readsUnsealedRowsUnchanged() {
        assertThat(vault().open(TEXT)).isEqualTo(TEXT);
    }

    @Test
    void refusesOtherKeyAndChangedTextWithARemedy() throws IOException {
        String sealed = vault().seal(TEXT);
        char other = sealed.charAt(40) == 'A' ? 'B' : 'A';
        String changed = sealed.substring(0, 40) + other + sealed.substring(41);

        assertThatIllegalStateException().isThrownBy(() -> vault().open(changed));
        Files.delete(state.resolve("key"));
        assertThatIllegalStateException()
                .isThrownBy(() -> vault().open(sealed))
                .withMessageContaining("put back the key")
                .withMessageContaining(state.resolve("key").toString());
    }

    private Vault vault() {
        return new Vault(new StateDirectory(state), Optional.empty());
    }
}

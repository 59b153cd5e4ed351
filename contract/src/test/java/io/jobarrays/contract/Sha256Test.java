package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
    /** The test vector of FIPS 180-2 for the message {@code abc}. */
    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir Path directory = Path.of("");

    @Test
    void hashesBytesTextFilesAndPiecesAlike() throws IOException {
        byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = Sha256.newDigest();
        digest.update(bytes, 0, 1);
        digest.update(bytes, 1, 2);

        assertThat(Sha256.of(bytes)).isEqualTo(ABC);
        assertThat(Sha256.of("abc")).isEqualTo(ABC);
        assertThat(Sha256.ofFile(Files.write(directory.resolve("abc"), bytes))).isEqualTo(ABC);
        assertThat(Sha256.hex(digest)).isEqualTo(ABC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ba78", "../../../etc/passwd"})
    void refusesTextThatIsNoHash(String text) {
        assertThat(Sha256.checked(ABC)).isEqualTo(ABC);
        assertThatThrownBy(() -> Sha256.checked(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("write its 64 digits");
    }
}

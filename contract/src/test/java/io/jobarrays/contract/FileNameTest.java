package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @TempDir Path directory = Path.of("");

    @Test
    void keepsEveryByteOfANameOnDisk() throws IOException {
        for (int one = 1; one < 256; one++) {
            if (one != '/') {
                byte[] bytes = {'a', (byte) one, 'z', (byte) one};
                String name = FileName.of(bytes);
                Path file = Files.createFile(FileName.resolve(directory, name));

                assertThat(FileName.bytes(name)).isEqualTo(bytes);
                assertThat(FileName.relative(directory, file)).isEqualTo(name);
                assertThat(FileName.last(file)).isEqualTo(name);
            }
        }

        assertThat(directory.toFile().list()).hasSize(254);
    }

    @Test
    void keepsTargetsOfLinks() throws IOException {
        for (String target : new String[] {"../caf\uDCE9/x", "/none/\uDCFF", "d", "../../é"}) {
            Path link = directory.resolve("link");
            Files.createSymbolicLink(link, FileName.path(target));

            assertThat(FileName.target(link)).isEqualTo(target);
            Files.delete(link);
        }
    }

    @Test
    void decodesUtf8AndEscapesOtherBytes() {
        byte[] mixed = {'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xE9, (byte) 0xC3};

        assertThat(FileName.of(mixed)).isEqualTo("a\u00e9\uDCE9\uDCC3");
        assertThat(FileName.isUtf8("a\u00e9")).isTrue();
        assertThat(FileName.isUtf8(FileName.of(mixed))).isFalse();
        assertThat(FileName.of("😀 日本".getBytes(StandardCharsets.UTF_8))).isEqualTo("😀 日本");
    }

    @ParameterizedTest
    @CsvSource({
        "plain name, plain name",
        "é日本😀, é日本😀",
        "'two\nlines', two\\nlines",
        "'a\tb', a\\tb",
        "back\\slash, back\\\\slash",
        "'esc\u001b[31m', esc\\033[31m",
        "caf\uDCE9, caf\\351",
        "'\u202Egnp.exe', \\342\\200\\256gnp.exe"
    })
    void printsOnOneLineWithoutControlCharacters(String name, String printable) {
        assertThat(FileName.printable(name)).isEqualTo(printable);
    }
}

package io.jobarrays.contract.archives;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.FileName;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarFormatTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "é", "日本/😀", "caf\uDCE9", "\u0001\u007f\uDCFF"})
    void readsWhatItWrote(String name) {
        String header = FileName.isUtf8(name) ? null : "bytes";

        assertThat(TarFormat.read(TarFormat.written(name), header)).isEqualTo(name);
    }

    @Test
    void readsUnicodeOfOtherTools() {
        assertThat(TarFormat.read("日本", null)).isEqualTo("日本");
        assertThat(TarFormat.read("caf\u00e9", null)).isEqualTo("caf\u00e9");
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "1970-01-01T00:01:40Z, 100",
        "2011-12-13T14:15:16.171819202Z, 1323785716.171819202",
        "1969-12-31T23:59:58.5Z, -1.5"
    })
    void writesTimesWithNanoseconds(String time, String header) {
        assertThat(TarFormat.headers("a", "", FileTime.from(Instant.parse(time))))
                .containsOnly(Map.entry("mtime", header));
    }
}

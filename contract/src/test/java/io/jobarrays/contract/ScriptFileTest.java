package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ScriptFileTest {
    @Test
    void unpacksGzipAsCloudInitDoes() throws IOException {
        String script = "#!/bin/sh\necho \u00fc\n";

        assertThat(
                        ScriptFile.decode(
                                "setup.sh.gz", packed(script.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(script);
    }

    @Test
    void refusesWhatUnpacksToMoreThanARequestHolds() throws IOException {
        byte[] packed = packed(new byte[64 << 20]);

        assertThatThrownBy(() -> ScriptFile.decode("zeros.gz", packed))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("user-data: zeros.gz has more than 1 MiB");
    }

    @Test
    void refusesDamagedGzip() throws IOException {
        byte[] packed = packed(new byte[100]);
        packed[12] ^= 0x55;

        assertThatThrownBy(() -> ScriptFile.decode("a.gz", packed))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a.gz begins like gzip and cannot be unpacked");
    }

    @Test
    void namesTheLineThatIsNotUtf8() {
        byte[] latin1 = "#!/bin/sh\necho caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> ScriptFile.decode("setup.sh", latin1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("user-data: setup.sh is not text in UTF-8, see line 2");
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }
}

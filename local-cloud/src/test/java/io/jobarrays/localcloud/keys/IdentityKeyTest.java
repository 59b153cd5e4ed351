package io.jobarrays.localcloud.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.base.CloudStateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set by JUnit
class IdentityKeyTest {
    @TempDir private Path directory;

    @Test
    void signsTheSameTextOnce() throws IOException {
        try (CloudStateDirectory state = CloudStateDirectory.open(directory)) {
            IdentityKey key = IdentityKey.of(state, Instant.now());

            String first = key.sign("text");

            assertThat(key.sign("text")).isSameAs(first);
            assertThat(key.sign("another")).isNotEqualTo(first);
        }
    }
}

package io.jobarrays.localcloud.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.keys.IdentityKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set by JUnit
class CloudStateDirectoryTest {
    @TempDir private Path directory;

    @Test
    void filesAreReadableByTheirOwnerOnly() throws IOException {
        try (CloudStateDirectory state = CloudStateDirectory.open(directory.resolve("cloud"))) {
            AccessKey.of(state);
            IdentityKey.of(state, Instant.now());

            assertThat(permissions(state.path())).isEqualTo("rwx------");
            for (String file : new String[] {"credentials", "identity.key", "identity.pem"}) {
                assertThat(permissions(state.file(file))).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void keysAreReadAgainAfterReopening() throws IOException {
        AccessKey first;
        String signature;
        try (CloudStateDirectory state = CloudStateDirectory.open(directory)) {
            first = AccessKey.of(state);
            signature = IdentityKey.of(state, Instant.now()).sign("text");
        }

        try (CloudStateDirectory state = CloudStateDirectory.open(directory)) {
            assertThat(AccessKey.of(state)).isEqualTo(first);
            assertThat(IdentityKey.of(state, Instant.now()).sign("text")).isEqualTo(signature);
        }
        assertThat(first.id()).matches("AKIA[A-Z2-7]{16}");
        assertThat(first.secret()).hasSize(40);
        assertThat(first).hasToString(first.id());
    }

    @Test
    void secondCloudIsRefused() throws IOException {
        try (CloudStateDirectory state = CloudStateDirectory.open(directory)) {
            assertThatIOException()
                    .isThrownBy(() -> CloudStateDirectory.open(state.path()))
                    .withMessageContaining("another local cloud is running");
        }
    }

    @Test
    void writeReplacesAFileAndLeavesNoTemporaryFile() throws IOException {
        try (CloudStateDirectory state = CloudStateDirectory.open(directory)) {
            state.write("cloud.json", "{}");
            state.write("cloud.json", "{ }");

            assertThat(state.read("cloud.json")).isEqualTo("{ }");
            try (Stream<Path> files = Files.list(state.path())) {
                assertThat(files.map(it -> it.getFileName().toString()))
                        .containsExactlyInAnyOrder("cloud.json", "lock");
            }
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

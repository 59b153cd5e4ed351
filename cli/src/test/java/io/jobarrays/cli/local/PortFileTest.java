package io.jobarrays.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortFileTest {
    @TempDir Path directory = Path.of("");

    @Test
    void keepsPickedPort() {
        UserStateDirectory state = new UserStateDirectory(directory);

        int first = new PortFile(state).port("server");

        assertThat(new PortFile(state).port("server")).isEqualTo(first);
        assertThat(first).isBetween(20_000, 30_000);
    }

    @Test
    void picksAnotherPortWhenTaken() throws IOException {
        UserStateDirectory state = new UserStateDirectory(directory);
        int first = new PortFile(state).port("server");

        try (ServerSocket _ = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new PortFile(state).port("server")).isNotEqualTo(first);
        }
    }
}

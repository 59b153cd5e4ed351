package io.jobarrays.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir Path directory = Path.of("");

    @Test
    void keepsAPortOnceItIsPicked() {
        StateDirectory state = new StateDirectory(directory);

        int first = new Ports(state).of("server");

        assertThat(new Ports(state).of("server")).isEqualTo(first);
        assertThat(first).isBetween(20_000, 30_000);
    }

    @Test
    void picksAnotherWhenItIsTaken() throws IOException {
        StateDirectory state = new StateDirectory(directory);
        int first = new Ports(state).of("server");

        try (ServerSocket _ = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new Ports(state).of("server")).isNotEqualTo(first);
        }
    }
}

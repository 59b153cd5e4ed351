package io.jobarrays.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevPagesTest {
    @ParameterizedTest
    @CsvSource({
        "/q/dev-ui/welcome, 127.0.0.1, localhost, true",
        "/q/swagger-ui/, 127.0.0.1, 127.0.0.1, true",
        "/api/v1/arrays, 127.0.0.1, localhost, false",
        "/agents/enrol, 127.0.0.1, localhost, false",
        "/qx/dev-ui, 127.0.0.1, localhost, false",
        "/q/dev-ui/welcome, 127.0.0.2, localhost, false",
        "/q/dev-ui/welcome, 192.0.2.1, localhost, false",
        "/q/dev-ui/welcome, 127.0.0.1, rebound.example.org, false",
        "/q/dev-ui/welcome, 127.0.0.1, 169.254.169.252, false",
        "/q/dev-ui/welcome, 127.0.0.1, , false",
        "/q/dev-ui/welcome, , localhost, false",
    })
    void opensPagesBelowQToABrowserOfThisMachineOnly(
            String path, String client, String host, boolean open) {
        assertThat(DevPages.isOpen(path, client, host)).isEqualTo(open);
    }
}

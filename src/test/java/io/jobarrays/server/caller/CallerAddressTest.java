package io.jobarrays.server.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerAddressTest {
    private static final String PROXY = "10.0.0.1";

    private final CallerAddress addresses =
            new CallerAddress(new TrustedProxies(List.of("10.0.0.0/24", "2001:db8:1::/48")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.7                    | 198.51.100.7",
                "198.51.100.7:4711               | 198.51.100.7",
                "192.0.2.1, 198.51.100.7         | 198.51.100.7",
                "192.0.2.1, 198.51.100.7, 10.0.0.2 | 198.51.100.7",
                "[2001:db8::7]:4711              | 2001:db8:0:0:0:0:0:7",
                "2001:db8::7                     | 2001:db8:0:0:0:0:0:7",
                "198.51.100.7, 2001:db8:1::9     | 198.51.100.7",
                "198.51.100.7, unknown           | 10.0.0.1",
                "198.51.100.7, localhost         | 10.0.0.1",
                "10.0.0.3, 10.0.0.2              | 10.0.0.3"
            })
    void takesTheLastAddressThatIsNoTrustedProxy(String header, String caller) {
        assertThat(addresses.of(PROXY, List.of(), List.of(header))).isEqualTo(caller);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.7;proto=https       | 198.51.100.7",
                "For=\"[2001:db8::7]:4711\"         | 2001:db8:0:0:0:0:0:7",
                "for=192.0.2.1, by=10.0.0.2;for=198.51.100.7 | 198.51.100.7",
                "for=_hidden                        | 10.0.0.1",
                "proto=https                        | 10.0.0.1"
            })
    void prefersForwarded(String header, String caller) {
        assertThat(addresses.of(PROXY, List.of(header), List.of("203.0.113.9"))).isEqualTo(caller);
    }

    @Test
    void readsHeadersOfSeveralLinesInTheirOrder() {
        assertThat(addresses.of(PROXY, List.of(), List.of("192.0.2.1", "198.51.100.7")))
                .isEqualTo("198.51.100.7");
    }

    @Test
    void ignoresHeadersOfOtherPeers() {
        assertThat(addresses.of("198.51.100.7", List.of("for=192.0.2.1"), List.of("192.0.2.2")))
                .isEqualTo("198.51.100.7");
        assertThat(
                        new CallerAddress(new TrustedProxies(List.of()))
                                .of(PROXY, List.of(), List.of("192.0.2.2")))
                .isEqualTo(PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", ""})
    void refusesWhatIsNoAddressAndNoNetwork(String setting) {
        assertThatThrownBy(() -> new TrustedProxies(List.of(setting)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("write 192.0.2.7 or 10.0.0.0/8");
    }
}

package io.jobarrays.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final AddressGuard PUBLIC_ONLY = new AddressGuard(List.of());

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "10.0.0.1, private",
        "10.255.255.255, private",
        "100.64.0.1, CGNAT",
        "100.127.255.255, CGNAT",
        "100.100.100.200, metadata",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "168.63.129.16, metadata",
        "169.254.0.1, link-local",
        "169.254.169.254, metadata",
        "169.254.170.2, metadata",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.192, reserved",
        "192.0.2.1, documentation",
        "192.88.99.1, reserved",
        "192.168.1.1, private",
        "198.18.0.1, benchmarks",
        "198.19.255.255, benchmarks",
        "198.51.100.1, documentation",
        "203.0.113.1, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, reserved",
        "::, unspecified",
        "::1, loopback",
        "::2, unspecified",
        "::7f00:1, loopback",
        "::808:808, IPv4 address in IPv6",
        "::ffff:0:127.0.0.1, loopback",
        "::ffff:0:8.8.8.8, IPv4 address in IPv6",
        "64:ff9b::127.0.0.1, loopback",
        "64:ff9b::10.0.0.1, private",
        "64:ff9b::a9fe:a9fe, metadata",
        "64:ff9b:1::8.8.8.8, reserved",
        "100::1, reserved",
        "2001::1, reserved",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, reserved",
        "2001:10::1, reserved",
        "2001:db8::1, documentation",
        "2002:7f00:1::, 6to4",
        "2002:808:808::, 6to4",
        "3fff::1, documentation",
        "4000::1, reserved",
        "5f00::1, reserved",
        "fc00::1, unique-local",
        "fd00:ec2::254, metadata",
        "fd20:ce::254, unique-local",
        "fdff::1, unique-local",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, site-local",
        "ff02::1, multicast"
    })
    void refusesAddressesThatAreNotPublic(String address, String kind) {
        InetAddress one = InetAddress.ofLiteral(address);

        assertThat(PUBLIC_ONLY.refusal(receiver("https://name.example"), List.of(one)))
                .hasValueSatisfying(it -> assertThat(it).startsWith("resolves to ").contains(kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "64:ff9b::8.8.8.8",
                "2606:4700:4700::1111",
                "2a00:1450:4001:80b::200e"
            })
    void letsPublicAddressesPass(String address) {
        assertThat(
                        PUBLIC_ONLY.refusal(
                                receiver("https://name.example"),
                                List.of(InetAddress.ofLiteral(address))))
                .isEmpty();
    }

    @Test
    void oneSpecialAddressAmongPublicOnesRefusesAll() {
        assertThat(
                        PUBLIC_ONLY.refusal(
                                receiver("https://name.example"),
                                List.of(
                                        InetAddress.ofLiteral("8.8.8.8"),
                                        InetAddress.ofLiteral("10.0.0.1"))))
                .isPresent();
    }

    @Test
    void bytesOfMappedAddressAreThoseOfIpv4() throws UnknownHostException {
        byte[] mapped = InetAddress.ofLiteral("1:2:3:4:5:ffff:7f00:1").getAddress();
        Arrays.fill(mapped, 0, 10, (byte) 0);

        assertThat(SpecialAddresses.kindOf(InetAddress.getByAddress(mapped)))
                .contains("a loopback address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "https://169.254.169.254/",
                "http://localhost:1/",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://a.localhost/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[64:ff9b::a9fe:a9fe]/",
                "https://[fe80::1]/",
                "https://100.64.1.1/",
                "https://192.168.0.1:8443/hook"
            })
    void refusesUrlsOfSuchAddressesAtSubmission(String url) {
        assertThatThrownBy(() -> PUBLIC_ONLY.check("notify", receiver(url)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("notify: ")
                .hasMessageContaining("spawn.notify.allowed-networks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.01/",
                "https://0/",
                "https://10.1/",
                "https://[fe80::1%25eth0]/",
                "https://[::1%lo]/"
            })
    void refusesOtherFormsOfAddresses(String url) {
        assertThatThrownBy(() -> PUBLIC_ONLY.check("notify", receiver(url)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("notify: ");
    }

    @Test
    void networkIsItsLeadingBits() {
        IpNetworks networks = new IpNetworks("test", List.of("fd00::/8", "10.64.0.0/10"));

        assertThat(networks.contains(InetAddress.ofLiteral("fdff::1"))).isTrue();
        assertThat(networks.contains(InetAddress.ofLiteral("ff02::1"))).isFalse();
        assertThat(networks.contains(InetAddress.ofLiteral("10.127.0.1"))).isTrue();
        assertThat(networks.contains(InetAddress.ofLiteral("10.128.0.1"))).isFalse();
    }

    @Test
    void httpIsForAllowedNetworks() {
        AddressGuard guard = new AddressGuard(List.of("127.0.0.0/8", "fd00::/8", "192.0.2.7"));

        assertThatThrownBy(() -> PUBLIC_ONLY.check("notify", receiver("http://hook.example/")))
                .hasMessageContaining("write https");
        assertThatThrownBy(() -> guard.check("notify", receiver("http://8.8.8.8/")))
                .hasMessageContaining("write https");
        assertThatThrownBy(() -> guard.check("notify", receiver("http://192.0.2.8/")))
                .hasMessageContaining("documentation");
        for (String url :
                List.of(
                        "http://127.0.0.1:9/",
                        "http://localhost:9/",
                        "http://[fd00::1]/",
                        "http://192.0.2.7/",
                        "http://name.example/",
                        "https://8.8.8.8/")) {
            assertThatCode(() -> guard.check("notify", receiver(url))).doesNotThrowAnyException();
        }
        assertThat(
                        guard.refusal(
                                receiver("http://x.example"),
                                List.of(InetAddress.ofLiteral("8.8.8.8"))))
                .hasValueSatisfying(it -> assertThat(it).contains("write https"));
    }

    @Test
    void settingMustBeNetworks() {
        assertThatThrownBy(() -> new AddressGuard(List.of("10.0.0.0/8", "office")))
                .hasMessageContaining("spawn.notify.allowed-networks: \"office\" is no address");
    }

    private static NotifyTarget receiver(String url) {
        return NotifyTarget.parse("notify", url, null);
    }
}

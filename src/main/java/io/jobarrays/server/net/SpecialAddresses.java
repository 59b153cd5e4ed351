package io.jobarrays.server.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not public, from IANA's registries of special-purpose IPv4 and IPv6 addresses,
 * with the metadata services of clouds, and IPv6 addresses that contain one of them.
 */
final class SpecialAddresses {
    /** First match decides. */
    private static final List<Kind> KINDS =
            List.of(
                    kind("an address of the metadata service", "169.254.169.254/32"),
                    kind("an address of the metadata service", "169.254.170.0/24"),
                    kind("an address of the metadata service", "100.100.100.200/32"),
                    kind("an address of the metadata service", "168.63.129.16/32"),
                    kind("an address of the metadata service", "fd00:ec2::/32"),
                    kind("an unspecified address", "0.0.0.0/8"),
                    kind("a private address", "10.0.0.0/8"),
                    kind("a shared address of a provider (CGNAT)", "100.64.0.0/10"),
                    kind("a loopback address", "127.0.0.0/8"),
                    kind("a link-local address", "169.254.0.0/16"),
                    kind("a private address", "172.16.0.0/12"),
                    kind("a reserved address", "192.0.0.0/24"),
                    kind("an address for documentation", "192.0.2.0/24"),
                    kind("a reserved address", "192.88.99.0/24"),
                    kind("a private address", "192.168.0.0/16"),
                    kind("an address for benchmarks", "198.18.0.0/15"),
                    kind("an address for documentation", "198.51.100.0/24"),
                    kind("an address for documentation", "203.0.113.0/24"),
                    kind("a multicast address", "224.0.0.0/4"),
                    kind("a reserved address", "240.0.0.0/4"),
                    kind("an unspecified address", "::/128"),
                    kind("a loopback address", "::1/128"),
                    kind("a unique-local address", "fc00::/7"),
                    kind("a link-local address", "fe80::/10"),
                    kind("a site-local address", "fec0::/10"),
                    kind("a multicast address", "ff00::/8"),
                    kind("a reserved address", "2001::/23"),
                    kind("an address for documentation", "2001:db8::/32"),
                    kind("a 6to4 address", "2002::/16"),
                    kind("an address for documentation", "3fff::/20"));

    /** Global unicast; the rest of IPv6 is not assigned. */
    private static final IpNetwork GLOBAL = IpNetwork.parse("2000::/3");

    /** Well-known prefix of NAT64 (RFC 6052): the last 32 bits are an IPv4 address. */
    private static final IpNetwork NAT64 = IpNetwork.parse("64:ff9b::/96");

    /**
     * IPv4-translated and IPv4-compatible; the JDK makes IPv4-mapped addresses IPv4 ones itself.
     */
    private static final List<IpNetwork> EMBEDDED =
            List.of(IpNetwork.parse("::ffff:0:0:0/96"), IpNetwork.parse("::/96"));

    private static final int IPV4_BYTES = 4;

    private SpecialAddresses() {}

    private record Kind(String name, IpNetwork network) {}

    /** What kind of special address it is: {@code a loopback address}; empty for a public one. */
    static Optional<String> kindOf(InetAddress address) {
        Optional<String> listed =
                KINDS.stream()
                        .filter(kind -> kind.network().contains(address))
                        .map(Kind::name)
                        .findFirst();
        return listed.isPresent() || address.getAddress().length == IPV4_BYTES
                ? listed
                : unlistedIpv6(address);
    }

    private static Optional<String> unlistedIpv6(InetAddress address) {
        if (NAT64.contains(address)) {
            return kindOf(lastFourBytes(address));
        }
        if (EMBEDDED.stream().anyMatch(form -> form.contains(address))) {
            return Optional.of(kindOf(lastFourBytes(address)).orElse("an IPv4 address in IPv6"));
        }
        return GLOBAL.contains(address) ? Optional.empty() : Optional.of("a reserved address");
    }

    private static InetAddress lastFourBytes(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(
                    Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static Kind kind(String name, String network) {
        return new Kind(name, IpNetwork.parse(network));
    }
}

package io.jobarrays.server.caller;

import io.jobarrays.contract.Refusal;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Addresses and networks of the proxies whose headers name the address of a caller. */
public final class TrustedProxies {
    static final String SETTING = "spawn.trusted-proxies";

    private final List<IpSubnetFilterRule> networks;

    /**
     * @param networks {@code 192.0.2.7} or {@code 10.0.0.0/8}
     * @throws Refusal when one is neither
     */
    TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(TrustedProxies::network).toList();
    }

    /** Why the setting cannot be used; empty for a valid one. */
    public static Optional<String> objection(Config config) {
        try {
            config.getOptionalValues(SETTING, String.class).ifPresent(TrustedProxies::new);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.sentence());
        }
    }

    boolean contains(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return networks.stream().anyMatch(network -> network.matches(socket));
    }

    private static IpSubnetFilterRule network(String text) {
        String[] parts = text.strip().split("/", 2);
        try {
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            int bits = address.getAddress().length * Byte.SIZE;
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "%s: \"%s\" is no address and no network; write 192.0.2.7 or 10.0.0.0/8"
                            .formatted(SETTING, text));
        }
    }
}

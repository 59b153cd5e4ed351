package io.jobarrays.server.net;

import io.jobarrays.contract.Refusal;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Set of addresses and networks of a setting, such as {@code 192.0.2.7} and {@code fd00::/8}. */
public final class IpNetworks {
    private final List<IpNetwork> networks;

    /**
     * @param setting name of the setting, for the error message
     * @throws Refusal when a text is neither address nor network
     */
    public IpNetworks(String setting, List<String> networks) {
        this.networks = networks.stream().map(text -> network(setting, text)).toList();
    }

    /** Why the setting cannot be used; empty for a valid one. */
    public static Optional<String> objection(Config config, String setting) {
        try {
            config.getOptionalValues(setting, String.class)
                    .ifPresent(texts -> new IpNetworks(setting, texts));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.sentence());
        }
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    public boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static IpNetwork network(String setting, String text) {
        try {
            return IpNetwork.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "%s: \"%s\" is no address and no network; write 192.0.2.7 or 10.0.0.0/8"
                            .formatted(setting, text));
        }
    }
}

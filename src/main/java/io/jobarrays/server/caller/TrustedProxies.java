package io.jobarrays.server.caller;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.net.IpNetworks;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Addresses and networks of the proxies whose headers name the address of a caller. */
public final class TrustedProxies {
    static final String SETTING = "spawn.trusted-proxies";

    private final IpNetworks networks;

    /**
     * @param networks {@code 192.0.2.7} or {@code 10.0.0.0/8}
     * @throws Refusal when one is neither
     */
    TrustedProxies(List<String> networks) {
        this.networks = new IpNetworks(SETTING, networks);
    }

    /** Why the setting cannot be used; empty for a valid one. */
    public static Optional<String> objection(Config config) {
        return IpNetworks.objection(config, SETTING);
    }

    boolean contains(InetAddress address) {
        return networks.contains(address);
    }
}

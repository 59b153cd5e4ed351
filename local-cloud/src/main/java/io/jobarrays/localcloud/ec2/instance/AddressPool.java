package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Allocates addresses round robin; used under the lock of {@link EmulatedInstances}. */
public final class AddressPool {
    // 198.18.0.0/15 is reserved for benchmarks (RFC 2544), so no real host has these addresses.
    private static final int PUBLIC_SUBNETS = 512;

    private final Map<VpcSubnet, Integer> nextBySubnet = new HashMap<>();
    private int nextPublic;

    /** Allocates a free private address of the subnet and adds it to the addresses in use. */
    public String allocatePrivate(VpcSubnet subnet, Set<String> inUse) {
        for (int attempts = 0; attempts < subnet.size(); attempts++) {
            int n = nextBySubnet.merge(subnet, 1, (last, one) -> (last + one) % subnet.size());
            String address = subnet.address(n);
            if (inUse.add(address)) {
                return address;
            }
        }
        throw new AwsError(
                "InsufficientFreeAddressesInSubnet",
                "There are not enough free addresses in subnet '" + subnet.id() + "'.");
    }

    /** Allocates the next public address; every start gets a new one. */
    public String allocatePublic() {
        int n = nextPublic++ % (PUBLIC_SUBNETS * 254);
        int thirdOctet = n / 254;
        return "198." + (18 + thirdOctet / 256) + "." + thirdOctet % 256 + "." + (1 + n % 254);
    }
}

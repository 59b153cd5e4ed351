package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Gives out addresses, each as late again as can be; used under the fleet's lock. */
public final class AddressPool {
    // 198.18.0.0/15 is set aside for benchmarks (RFC 2544): nobody on the way is spoken to.
    private static final int PUBLIC_SUBNETS = 512;

    private final Map<VpcSubnet, Integer> nextBySubnet = new HashMap<>();
    private int nextPublic;

    /** A free private address of the subnet, which joins the taken ones. */
    public String allocatePrivate(VpcSubnet subnet, Set<String> taken) {
        for (int tries = 0; tries < subnet.size(); tries++) {
            int n = nextBySubnet.merge(subnet, 1, (last, one) -> (last + one) % subnet.size());
            String address = subnet.address(n);
            if (taken.add(address)) {
                return address;
            }
        }
        throw new AwsError(
                "InsufficientFreeAddressesInSubnet",
                "There are not enough free addresses in subnet '" + subnet.id() + "'.");
    }

    /** Another public address after every start. */
    public String allocatePublic() {
        int n = nextPublic++ % (PUBLIC_SUBNETS * 254);
        int third = n / 254;
        return "198." + (18 + third / 256) + "." + third % 256 + "." + (1 + n % 254);
    }
}

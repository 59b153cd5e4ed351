package io.jobarrays.server.net;

import java.net.InetAddress;

/**
 * Network of IP addresses, or one address. Netty's {@code IpSubnetFilterRule} is not used: for IPv6
 * it also matches addresses whose first bits are all one.
 *
 * @param prefix number of leading bits that all addresses of the network share
 */
record IpNetwork(InetAddress address, int prefix) {
    IpNetwork {
        if (prefix < 0 || prefix > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("the prefix is longer than the address");
        }
    }

    /**
     * @param text {@code 192.0.2.7} or {@code 10.0.0.0/8}
     * @throws IllegalArgumentException when it is neither
     */
    static IpNetwork parse(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = InetAddress.ofLiteral(parts[0]);
        int bits = address.getAddress().length * Byte.SIZE;
        return new IpNetwork(address, parts.length == 1 ? bits : Integer.parseInt(parts[1]));
    }

    boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}

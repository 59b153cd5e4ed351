package io.jobarrays.localcloud.ec2.catalogue;

/**
 * Subnet of an availability zone, a quarter of the VPC.
 *
 * @param networkPrefix first two octets: {@code 10.77}, in process mode {@code 127.77}
 * @param firstThirdOctet first of its 64 third octets
 */
public record VpcSubnet(String id, String zone, String networkPrefix, int firstThirdOctet) {
    static final int THIRD_OCTETS = 64;

    public String zoneId() {
        return "use1-az" + (zone.charAt(zone.length() - 1) - 'a' + 1);
    }

    String cidr() {
        return networkPrefix + "." + firstThirdOctet + ".0/18";
    }

    /** The n-th address; AWS reserves the first four addresses of a subnet. */
    public String address(int n) {
        int offset = n + 4;
        return networkPrefix + "." + (firstThirdOctet + offset / 256) + "." + offset % 256;
    }

    /** Number of addresses; AWS reserves five. */
    public int size() {
        return THIRD_OCTETS * 256 - 5;
    }
}

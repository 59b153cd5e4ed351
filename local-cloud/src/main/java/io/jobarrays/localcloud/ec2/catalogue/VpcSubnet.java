package io.jobarrays.localcloud.ec2.catalogue;

/**
 * Subnet of an availability zone.
 *
 * @param networkPrefix first two octets: {@code 10.77}, in process mode {@code 127.77}
 * @param firstThirdOctet first of its third octets
 * @param thirdOctets number of its third octets, a power of two
 */
public record VpcSubnet(
        String id, String zone, String networkPrefix, int firstThirdOctet, int thirdOctets) {

    public String zoneId() {
        return "use1-az" + (zone.charAt(zone.length() - 1) - 'a' + 1);
    }

    String cidr() {
        int prefixLength = 24 - Integer.numberOfTrailingZeros(thirdOctets);
        return networkPrefix + "." + firstThirdOctet + ".0/" + prefixLength;
    }

    /** The n-th address; AWS reserves the first four addresses of a subnet. */
    public String address(int n) {
        int offset = n + 4;
        return networkPrefix + "." + (firstThirdOctet + offset / 256) + "." + offset % 256;
    }

    /** Number of addresses; AWS reserves five. */
    public int size() {
        return thirdOctets * 256 - 5;
    }
}

package io.jobarrays.localcloud.ec2.catalogue;

/**
 * A quarter of the VPC, in one availability zone.
 *
 * @param network its first two octets, {@code 10.77}; process mode has addresses of the loopback
 * @param first its third octet; it has 64 of them
 */
public record VpcSubnet(String id, String zone, String networkPrefix, int firstThirdOctet) {
    static final int THIRD_OCTETS = 64;

    public String zoneId() {
        return "use1-az" + (zone.charAt(zone.length() - 1) - 'a' + 1);
    }

    String cidr() {
        return networkPrefix + "." + firstThirdOctet + ".0/18";
    }

    /** The n-th address; AWS keeps the first four of a subnet for itself. */
    public String address(int n) {
        int offset = n + 4;
        return networkPrefix + "." + (firstThirdOctet + offset / 256) + "." + offset % 256;
    }

    /** How many addresses there are. */
    public int size() {
        return THIRD_OCTETS * 256 - 5;
    }
}

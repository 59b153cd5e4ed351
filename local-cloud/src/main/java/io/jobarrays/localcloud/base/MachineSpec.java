package io.jobarrays.localcloud.base;

/**
 * What an instance is made from, as the machine side needs to know it.
 *
 * @param instanceId as EC2 writes it, {@code i-} and 17 hexadecimal digits
 * @param hostname short name, {@code ip-10-77-0-12}
 * @param privateIp its address in the VPC, 10.77.0.0/16
 * @param publicIp another one after every start
 * @param userData decoded; empty when none was given
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and user data may be any bytes
public record MachineSpec(
        String instanceId, String hostname, String privateIp, String publicIp, byte[] userData) {

    @Override
    public String toString() {
        return instanceId + " (" + privateIp + ", " + userData.length + " bytes of user data)";
    }
}

package io.jobarrays.localcloud.base;

import java.time.Duration;

/**
 * Hostname, addresses and user data of an instance to boot.
 *
 * @param instanceId {@code i-} and 17 hexadecimal digits
 * @param instanceType such as {@code t3.micro}
 * @param memoryBytes memory of the type
 * @param hostname private DNS name, {@code ip-10-77-0-12.ec2.internal}
 * @param privateIp address in the VPC, 10.77.0.0/16
 * @param publicIp changes with every start
 * @param userData decoded; empty without user data
 * @param clockOffset of the instance's clock from the host's; negative when it is behind
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; user data may be any bytes
public record MachineSpec(
        String instanceId,
        String instanceType,
        long memoryBytes,
        String hostname,
        String privateIp,
        String publicIp,
        byte[] userData,
        Duration clockOffset) {

    @Override
    public String toString() {
        return instanceId + " (" + privateIp + ", " + userData.length + " bytes of user data)";
    }
}

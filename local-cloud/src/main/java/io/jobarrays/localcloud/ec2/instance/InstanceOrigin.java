package io.jobarrays.localcloud.ec2.instance;

/**
 * What its launch gave an instance for as long as it exists.
 *
 * @param launchIndex position in the launch, from 0
 */
public record InstanceOrigin(
        String id, String volumeId, String reservationId, int launchIndex, String privateIp) {

    String hostname() {
        return "ip-" + privateIp.replace('.', '-');
    }
}

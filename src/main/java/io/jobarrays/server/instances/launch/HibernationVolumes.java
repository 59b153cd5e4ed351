package io.jobarrays.server.instances.launch;

import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.RootDevice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Image;

/**
 * Root volumes for hibernation: EC2 writes the memory to the root volume, which must be encrypted
 * and large enough for it ("Prerequisites for EC2 instance hibernation", EC2 user guide).
 */
@ApplicationScoped
class HibernationVolumes {
    private static final int MIB_PER_GIB = 1024;

    private final Ec2Calls ec2Calls;
    private final Map<String, RootDevice> devices = new ConcurrentHashMap<>();

    HibernationVolumes(Ec2Calls ec2Calls) {
        this.ec2Calls = ec2Calls;
    }

    /**
     * The root volume for an instance type and an image; two calls for each pair.
     *
     * @throws AwsFailure when EC2 does not describe the image or the type
     */
    RootDevice of(String instanceType, String ami) {
        return devices.computeIfAbsent(
                instanceType + " " + ami,
                pair -> device(ec2Calls.image(ami), ec2Calls.memoryMib(instanceType)));
    }

    private static RootDevice device(Image image, long memoryMib) {
        String name = image.rootDeviceName();
        int imageGib =
                image.blockDeviceMappings().stream()
                        .filter(it -> it.deviceName().equals(name) && it.ebs() != null)
                        .map(BlockDeviceMapping::ebs)
                        .mapToInt(it -> it.volumeSize() == null ? 0 : it.volumeSize())
                        .findFirst()
                        .orElse(0);
        return new RootDevice(name, imageGib + (int) Math.ceilDiv(memoryMib, MIB_PER_GIB));
    }
}

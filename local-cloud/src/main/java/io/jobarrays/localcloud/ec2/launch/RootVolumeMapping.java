package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.catalogue.Images;
import io.jobarrays.localcloud.ec2.instance.RootVolume;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;

/** Block device mappings of a launch: only the root volume can be mapped. */
final class RootVolumeMapping {
    private static final int MAX_GIB = 65_536;
    private static final Set<String> VOLUME_TYPES =
            Set.of("standard", "gp2", "gp3", "io1", "io2", "sc1", "st1");

    private static final Set<String> WITH_IOPS = Set.of("gp3", "io1", "io2");

    private RootVolumeMapping() {}

    static RootVolume of(List<BlockDeviceMapping> mappings) {
        if (mappings.isEmpty()) {
            return RootVolume.DEFAULT;
        }
        BlockDeviceMapping mapping = mappings.getFirst();
        if (mappings.size() > 1 || !Images.ROOT_DEVICE.equals(mapping.deviceName())) {
            throw AwsError.notImplemented(
                    "A block device other than the root device, " + Images.ROOT_DEVICE + ",");
        }
        EbsBlockDevice ebs = mapping.ebs();
        if (ebs == null) {
            throw new AwsError(
                    "InvalidBlockDeviceMapping", "The device '/dev/xvda' needs Ebs parameters.");
        }
        check(ebs);
        return new RootVolume(
                Boolean.TRUE.equals(ebs.encrypted()),
                ebs.volumeSize() == null ? Images.ROOT_GIB : ebs.volumeSize());
    }

    private static void check(EbsBlockDevice ebs) {
        if (Boolean.FALSE.equals(ebs.deleteOnTermination())) {
            throw AwsError.notImplemented("A root volume that outlives its instance");
        }
        if (ebs.volumeType() != null && !VOLUME_TYPES.contains(ebs.volumeTypeAsString())) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "Invalid value '" + ebs.volumeTypeAsString() + "' for VolumeType.");
        }
        checkPerformance(ebs);
        if (ebs.kmsKeyId() != null && !Boolean.TRUE.equals(ebs.encrypted())) {
            throw new AwsError(
                    "InvalidParameterDependency",
                    "The parameter KmsKeyId requires the parameter Encrypted to be set.");
        }
        Integer size = ebs.volumeSize();
        if (size != null && size < Images.ROOT_GIB) {
            throw new AwsError(
                    "InvalidBlockDeviceMapping",
                    "Volume of size %dGB is smaller than snapshot 'snap-0abcdef1234567890', expect size >= %dGB"
                            .formatted(size, Images.ROOT_GIB));
        }
        if (size != null && size > MAX_GIB) {
            throw new AwsError(
                    "InvalidBlockDeviceMapping",
                    "Volume size %d is too large; the maximum is %d GiB.".formatted(size, MAX_GIB));
        }
    }

    /** API reference of EbsBlockDevice: Iops and Throughput. */
    private static void checkPerformance(EbsBlockDevice ebs) {
        String type = ebs.volumeType() == null ? Images.ROOT_VOLUME_TYPE : ebs.volumeTypeAsString();
        if (ebs.iops() == null && type.startsWith("io")) {
            throw new AwsError(
                    "MissingParameter",
                    "The parameter iops must be specified for " + type + " volumes.");
        }
        if (ebs.iops() != null && !WITH_IOPS.contains(type)) {
            throw unsupported("iops", type);
        }
        if (ebs.throughput() != null && !type.equals("gp3")) {
            throw unsupported("throughput", type);
        }
    }

    private static AwsError unsupported(String parameter, String type) {
        return new AwsError(
                "InvalidParameterCombination",
                "The parameter %s is not supported for %s volumes.".formatted(parameter, type));
    }
}

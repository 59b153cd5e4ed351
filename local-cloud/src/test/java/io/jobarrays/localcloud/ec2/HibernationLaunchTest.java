package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;

/** Launches with hibernation that EC2 refuses. */
class HibernationLaunchTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void launchWithHibernationIsRefusedForAnUnsupportedType() {
        assertThat(refusedHibernation("m1.small", Ec2Assertions.encryptedRoot()))
                .isEqualTo("UnsupportedHibernationConfiguration");
        assertThat(supports("m1.small")).isFalse();
        assertThat(supports("m7i.large")).isTrue();
    }

    @Test
    void launchWithHibernationNeedsAnEncryptedRootVolumeForItsMemory() {
        BlockDeviceMapping root = Ec2Assertions.encryptedRoot();
        BlockDeviceMapping plain = root.toBuilder().ebs(e -> e.volumeSize(64)).build();

        assertThat(refusedHibernation("t3.micro", plain))
                .isEqualTo("UnsupportedHibernationConfiguration");
        assertThat(refusedHibernation("m7i.2xlarge", root))
                .as("32 GiB of memory, 16 GiB of disk")
                .isEqualTo("UnsupportedHibernationConfiguration");
    }

    private static String refusedHibernation(String type, BlockDeviceMapping root) {
        return Ec2Assertions.code(
                () ->
                        CLOUD.ec2()
                                .runInstances(
                                        it ->
                                                it.imageId(Account.X86_IMAGE)
                                                        .instanceType(type)
                                                        .minCount(1)
                                                        .maxCount(1)
                                                        .blockDeviceMappings(root)
                                                        .hibernationOptions(
                                                                h -> h.configured(true))));
    }

    private static boolean supports(String instanceType) {
        return CLOUD.ec2()
                .describeInstanceTypes(it -> it.instanceTypesWithStrings(instanceType))
                .instanceTypes()
                .getFirst()
                .hibernationSupported();
    }
}

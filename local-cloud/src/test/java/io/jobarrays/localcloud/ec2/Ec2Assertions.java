package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.Images;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Launches, reads and terminates instances through the EC2 client. */
public final class Ec2Assertions {
    private Ec2Assertions() {}

    public static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    /** The root volume that a launch with hibernation needs. */
    static BlockDeviceMapping encryptedRoot() {
        return BlockDeviceMapping.builder()
                .deviceName(Images.ROOT_DEVICE)
                .ebs(e -> e.encrypted(true).volumeSize(Images.ROOT_GIB + 8))
                .build();
    }

    static String code(ThrowingCallable call) {
        return catchThrowableOfType(Ec2Exception.class, call).awsErrorDetails().errorCode();
    }

    static List<String> launch(CloudFixture cloud, int count) {
        List<String> ids =
                cloud
                        .ec2()
                        .runInstances(
                                it ->
                                        it.imageId(Account.X86_IMAGE)
                                                .instanceType("t3.micro")
                                                .minCount(count)
                                                .maxCount(count))
                        .instances()
                        .stream()
                        .map(Instance::instanceId)
                        .toList();
        await().until(() -> ids.stream().allMatch(id -> state(cloud, id).equals("running")));
        return ids;
    }

    static Instance instance(CloudFixture cloud, String id) {
        return cloud.ec2()
                .describeInstances(it -> it.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    static String state(CloudFixture cloud, String id) {
        return instance(cloud, id).state().nameAsString();
    }

    /** Ids of instances that are neither terminated nor shutting down. */
    static List<String> ids(CloudFixture cloud) {
        return cloud
                .ec2()
                .describeInstances(
                        it ->
                                it.filters(
                                        filter(
                                                "instance-state-name",
                                                "pending",
                                                "running",
                                                "stop*")))
                .reservations()
                .stream()
                .flatMap(it -> it.instances().stream())
                .map(Instance::instanceId)
                .toList();
    }

    static void endAll(CloudFixture cloud) {
        List<String> ids = ids(cloud);
        if (!ids.isEmpty()) {
            cloud.ec2().terminateInstances(it -> it.instanceIds(ids));
            await().until(() -> ids.stream().allMatch(id -> state(cloud, id).equals("terminated")));
        }
    }
}

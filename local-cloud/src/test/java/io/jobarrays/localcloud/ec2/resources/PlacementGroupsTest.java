package io.jobarrays.localcloud.ec2.resources;

import static io.jobarrays.localcloud.ec2.Ec2Assertions.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;

class PlacementGroupsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(2);

    @Test
    void groupOfAnInstanceCannotBeDeletedBeforeItIsTerminated() {
        CLOUD.ec2().createPlacementGroup(it -> it.groupName("near").strategy("cluster"));
        Instance instance =
                CLOUD.ec2()
                        .runInstances(
                                it ->
                                        it.imageId(Account.X86_IMAGE)
                                                .instanceType("c5.large")
                                                .minCount(1)
                                                .maxCount(1)
                                                .placement(p -> p.groupName("near")))
                        .instances()
                        .getFirst();

        assertThat(instance.placement().groupName()).isEqualTo("near");
        assertThat(code(() -> CLOUD.ec2().deletePlacementGroup(it -> it.groupName("near"))))
                .isEqualTo("InvalidPlacementGroup.InUse");
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(instance.instanceId()));
        await().until(() -> CLOUD.machines().isTerminated(instance.instanceId()));
        await().untilAsserted(() -> CLOUD.ec2().deletePlacementGroup(it -> it.groupName("near")));
        assertThat(code(() -> CLOUD.ec2().describePlacementGroups(it -> it.groupNames("near"))))
                .isEqualTo("InvalidPlacementGroup.Unknown");
    }

    @Test
    void groupsAreFilteredByStrategy() {
        CLOUD.ec2().createPlacementGroup(it -> it.groupName("apart").strategy("spread"));
        CLOUD.ec2()
                .createPlacementGroup(
                        it -> it.groupName("parts").strategy("partition").partitionCount(3));

        assertThat(
                        CLOUD.ec2()
                                .describePlacementGroups(
                                        it -> it.filters(filter("strategy", "partition")))
                                .placementGroups())
                .singleElement()
                .satisfies(it -> assertThat(it.partitionCount()).isEqualTo(3));
        assertThat(code(() -> CLOUD.ec2().createPlacementGroup(it -> it.groupName("apart"))))
                .isEqualTo("InvalidPlacementGroup.Duplicate");
        assertThat(
                        code(
                                () ->
                                        CLOUD.ec2()
                                                .createPlacementGroup(
                                                        it ->
                                                                it.groupName("eight")
                                                                        .strategy("partition")
                                                                        .partitionCount(8))))
                .isEqualTo("InvalidParameterValue");
    }

    private static String code(ThrowingCallable call) {
        return catchThrowableOfType(Ec2Exception.class, call).awsErrorDetails().errorCode();
    }
}

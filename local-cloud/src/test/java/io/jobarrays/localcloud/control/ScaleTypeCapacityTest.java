package io.jobarrays.localcloud.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.ec2.instance.capacity.Capacity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Capacity of {@code scale.*} types beside types with process trees. */
class ScaleTypeCapacityTest {
    @RegisterExtension
    static final CloudFixture CLOUD = new CloudFixture(new Capacity(2).withScale(5));

    @AfterEach
    void terminate() {
        List<String> ids =
                CLOUD.ec2().describeInstances().reservations().stream()
                        .flatMap(it -> it.instances().stream())
                        .map(Instance::instanceId)
                        .toList();
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(ids));
        await().until(() -> capacity().contains("\"scale_in_use\" : 0"));
    }

    @Test
    void typesInScaleModeHaveALimitOfTheirOwn() throws Exception {
        assertThat(launch("t3.nano", 3)).hasSize(2);
        assertThat(launch("scale.nano", 4)).hasSize(4);

        assertThat(capacity())
                .contains("\"instances\" : 2, \"in_use\" : 2")
                .contains("\"scale_instances\" : 5, \"scale_in_use\" : 4");
        assertThatThrownBy(() -> launch("t3.nano", 1))
                .hasMessageContaining("the local cloud holds 2 instances, 2 are taken");
        assertThat(launch("scale.micro", 2)).hasSize(1);
        assertThatThrownBy(() -> launch("scale.micro", 1))
                .hasMessageContaining("the local cloud holds 5 instances, 5 are taken");
    }

    @Test
    void stoppedInstancesOfBothKindsStartWithinTheirLimits() {
        List<String> ids =
                List.of(launch("t3.nano", 1).getFirst(), launch("scale.nano", 1).getFirst());
        await().until(() -> allAre(ids, "running"));
        CLOUD.ec2().stopInstances(it -> it.instanceIds(ids));
        await().until(() -> allAre(ids, "stopped"));
        launch("scale.nano", 5);

        assertThatThrownBy(() -> CLOUD.ec2().startInstances(it -> it.instanceIds(ids)))
                .hasMessageContaining("sufficient scale.nano capacity");

        CLOUD.ec2().startInstances(it -> it.instanceIds(ids.getFirst()));
        await().until(() -> allAre(ids.subList(0, 1), "running"));
    }

    private static List<String> launch(String type, int max) {
        return CLOUD
                .ec2()
                .runInstances(
                        it ->
                                it.imageId("ami-0abcdef1234567890")
                                        .instanceType(type)
                                        .minCount(1)
                                        .maxCount(max))
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
    }

    private static boolean allAre(List<String> ids, String state) {
        return CLOUD.ec2().describeInstances(it -> it.instanceIds(ids)).reservations().stream()
                .flatMap(it -> it.instances().stream())
                .allMatch(it -> it.state().nameAsString().equals(state));
    }

    private static String capacity() throws Exception {
        return CLOUD.signed().control("capacity").body().replaceAll("\\s+", " ");
    }
}

package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Launches and starts without capacity. */
class CapacityFaultsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);
    private static final FaultedLaunches FAULTS = new FaultedLaunches(CLOUD);

    private final String token = UUID.randomUUID().toString();

    @AfterEach
    void clear() throws Exception {
        FAULTS.clear();
    }

    @Test
    void launchWithoutCapacityIsRefused() throws Exception {
        FAULTS.set("{\"kind\":\"no-capacity\",\"zone\":\"us-east-1a\",\"count\":1}");

        assertThatThrownBy(() -> CLOUD.ec2().runInstances(request(1, 1)))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("sufficient m1.small capacity")
                .hasMessageContaining("us-east-1a");
        assertThat(FAULTS.launchedWith(token)).isZero();
    }

    @Test
    void launchWithPartOfItsCapacityGetsFewer() throws Exception {
        FAULTS.set("{\"kind\":\"partial-capacity\",\"instances\":2}");

        RunInstancesResponse launched = CLOUD.ec2().runInstances(request(1, 5));

        assertThat(launched.instances()).hasSize(2);
        assertThatThrownBy(
                        () ->
                                CLOUD.ec2()
                                        .runInstances(
                                                request(3, 5).toBuilder()
                                                        .clientToken(token + "b")
                                                        .build()))
                .hasMessageContaining("sufficient m1.small capacity");
    }

    @Test
    void startIsRefusedForAFaultOfAnyOfItsInstances() throws Exception {
        List<String> ids =
                CLOUD.ec2().runInstances(request(2, 2)).instances().stream()
                        .map(Instance::instanceId)
                        .toList();
        CLOUD.ec2().createTags(it -> it.resources(ids.getLast()).tags(tag("team", "c")));
        await().until(() -> areAll("running", ids));
        CLOUD.ec2().stopInstances(it -> it.instanceIds(ids));
        await().until(() -> areAll("stopped", ids));
        FAULTS.set(
                "{\"kind\":\"no-capacity\",\"operation\":\"StartInstances\",\"tag\":\"team=c\"}");

        assertThatThrownBy(() -> CLOUD.ec2().startInstances(it -> it.instanceIds(ids)))
                .hasMessageContaining("sufficient m1.small capacity");
        assertThat(areAll("stopped", ids)).isTrue();
    }

    private static boolean areAll(String state, List<String> ids) {
        return CLOUD.ec2().describeInstances(it -> it.instanceIds(ids)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .allMatch(instance -> instance.state().nameAsString().equals(state));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private RunInstancesRequest request(int min, int max) {
        return RunInstancesRequest.builder()
                .imageId("ami-0abcdef1234567890")
                .minCount(min)
                .maxCount(max)
                .clientToken(token)
                .placement(it -> it.availabilityZone("us-east-1a"))
                .build();
    }
}

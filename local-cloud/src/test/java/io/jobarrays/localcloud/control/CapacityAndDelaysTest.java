package io.jobarrays.localcloud.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Capacity and delays that are set while the cloud runs. */
class CapacityAndDelaysTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(20);

    @AfterEach
    void restore() throws Exception {
        CLOUD.signed().delete("capacity");
        CLOUD.signed().control("delays", "{\"profile\":\"fast\"}");
        List<String> ids =
                CLOUD.ec2().describeInstances().reservations().stream()
                        .flatMap(it -> it.instances().stream())
                        .map(Instance::instanceId)
                        .toList();
        if (!ids.isEmpty()) {
            CLOUD.ec2().terminateInstances(it -> it.instanceIds(ids));
        }
    }

    @Test
    void limitHoldsForItsZoneTypeAndMarket() throws Exception {
        set(
                """
                {"zone":"us-east-1a","instance_type":"m5.large","market":"on-demand","instances":2}""");

        assertThat(launch("us-east-1a", "m5.large", 1, 3)).hasSize(2);
        assertThatThrownBy(() -> launch("us-east-1a", "m5.large", 1, 1))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("sufficient m5.large capacity")
                .hasMessageContaining("leave room for 0");
        assertThat(launch("us-east-1b", "m5.large", 1, 3)).hasSize(3);
        assertThat(launch("us-east-1a", "m5.xlarge", 1, 3)).hasSize(3);
        assertThat(CLOUD.signed().control("capacity").body().replaceAll("\\s+", " "))
                .contains("\"market\" : \"on-demand\", \"instances\" : 2, \"in_use\" : 2");
    }

    @Test
    void fewerThanTheMinimumLaunchesNothing() throws Exception {
        set("{\"instances\":2}");

        assertThatThrownBy(() -> launch("us-east-1a", "m5.large", 3, 5))
                .hasMessageContaining("leave room for 2");
        assertThat(CLOUD.signed().control("capacity").body()).contains("\"in_use\" : 0");
    }

    @Test
    void stoppedInstanceStartsOnlyWithinTheLimit() throws Exception {
        String id = launch("us-east-1a", "m5.large", 1, 1).getFirst();
        await().until(() -> state(id).equals("running"));
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> state(id).equals("stopped"));
        set("{\"instance_type\":\"m5.large\",\"instances\":0}");

        assertThatThrownBy(() -> CLOUD.ec2().startInstances(it -> it.instanceIds(id)))
                .hasMessageContaining("sufficient m5.large capacity");

        CLOUD.signed().delete("capacity");
        CLOUD.ec2().startInstances(it -> it.instanceIds(id));
        await().until(() -> state(id).equals("running"));
    }

    @Test
    void unknownMarketIsRefused() throws Exception {
        HttpResponse<String> refused =
                CLOUD.signed().control("capacity", "{\"market\":\"bazaar\",\"instances\":1}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(SignedRequests.field(refused, "message"))
                .isEqualTo("\"market\" is spot or on-demand.");
    }

    @Test
    void instanceIsPendingAndThenBootsForItsDelays() throws Exception {
        CLOUD.signed().control("delays", "{\"pending\":\"1s\",\"boot\":\"1s\"}");

        String id = launch("us-east-1a", "m5.large", 1, 1).getFirst();

        assertThat(state(id)).isEqualTo("pending");
        await().until(() -> state(id).equals("running"));
        assertThat(CLOUD.machines().isUp(id)).as("nothing runs before its boot").isFalse();
        await().until(() -> CLOUD.machines().isUp(id));
    }

    @Test
    void instanceThatIsTerminatedDuringItsBootNeverRuns() throws Exception {
        CLOUD.signed().control("delays", "{\"boot\":\"1s\"}");
        String id = launch("us-east-1a", "m5.large", 1, 1).getFirst();
        await().until(() -> state(id).equals("running"));

        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));

        await().until(() -> state(id).equals("terminated"));
        String later = launch("us-east-1a", "m5.large", 1, 1).getFirst();
        await().until(() -> CLOUD.machines().isUp(later));
        assertThat(CLOUD.machines().isUp(id)).isFalse();
    }

    @Test
    void stopAndTerminationTakeTheirTime() throws Exception {
        String id = launch("us-east-1a", "m5.large", 1, 1).getFirst();
        await().until(() -> state(id).equals("running"));
        CLOUD.signed().control("delays", "{\"stop\":\"1s\",\"terminate\":\"1s\"}");

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        assertThat(state(id)).isEqualTo("stopping");
        await().until(() -> state(id).equals("stopped"));

        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));
        assertThat(state(id)).isEqualTo("shutting-down");
        await().until(() -> state(id).equals("terminated"));
    }

    @Test
    void newInstanceBecomesVisibleAfterItsDelay() throws Exception {
        CLOUD.signed().control("delays", "{\"visibility\":\"1s\"}");

        String id = launch("us-east-1a", "m5.large", 1, 1).getFirst();

        assertThatThrownBy(() -> state(id)).hasMessageContaining("does not exist");
        await().ignoreExceptions().until(() -> state(id).equals("running"));
    }

    @Test
    void realisticProfileHasTheMeasuredRanges() throws Exception {
        HttpResponse<String> delays =
                CLOUD.signed().control("delays", "{\"profile\":\"realistic\"}");

        assertThat(SignedRequests.field(delays, "pending")).isEqualTo("5s-16s");
        assertThat(SignedRequests.field(delays, "boot")).isEqualTo("17s-23s");
        assertThat(
                        SignedRequests.field(
                                CLOUD.signed().control("delays", "{\"pending\":\"9s-3s\"}"),
                                "message"))
                .contains("begins after its end");
        assertThat(
                        SignedRequests.field(
                                CLOUD.signed().control("delays", "{\"profile\":\"slow\"}"),
                                "message"))
                .isEqualTo("There is no profile \"slow\"; write fast or realistic.");
    }

    private static void set(String body) throws Exception {
        HttpResponse<String> answer = CLOUD.signed().control("capacity", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static List<String> launch(String zone, String type, int min, int max) {
        return CLOUD
                .ec2()
                .runInstances(
                        RunInstancesRequest.builder()
                                .imageId("ami-0abcdef1234567890")
                                .instanceType(type)
                                .placement(it -> it.availabilityZone(zone))
                                .clientToken(UUID.randomUUID().toString())
                                .minCount(min)
                                .maxCount(max)
                                .build())
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
    }

    private static String state(String id) {
        return CLOUD.ec2()
                .describeInstances(it -> it.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst()
                .state()
                .nameAsString();
    }
}

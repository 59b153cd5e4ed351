package io.jobarrays.localcloud.ec2;

import static io.jobarrays.localcloud.ec2.Ec2Assertions.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;

class InstanceStatusTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(12);

    @AfterEach
    void endAll() {
        Ec2Assertions.endAll(CLOUD);
    }

    @Test
    void onlyRunningInstancesAreListedUnlessAllAreRequested() {
        List<String> ids = Ec2Assertions.launch(CLOUD, 2);
        CLOUD.ec2().stopInstances(it -> it.instanceIds(ids.getFirst()));
        await().until(() -> Ec2Assertions.state(CLOUD, ids.getFirst()).equals("stopped"));

        assertThat(statuses(it -> {}))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.instanceId()).isEqualTo(ids.get(1));
                            assertThat(it.instanceStatus().statusAsString()).isEqualTo("ok");
                            assertThat(it.systemStatus().details().getFirst().statusAsString())
                                    .isEqualTo("passed");
                        });
        assertThat(statuses(it -> it.includeAllInstances(true).instanceIds(ids)))
                .extracting(it -> it.instanceStatus().statusAsString())
                .containsExactly("not-applicable", "ok");
        assertThat(
                        statuses(
                                it ->
                                        it.includeAllInstances(true)
                                                .filters(filter("instance-state-name", "stopped"))))
                .hasSize(1);
    }

    @Test
    void faultImpairsAnInstanceForItsWindow() throws Exception {
        CLOUD.signed()
                .control("faults", "{\"kind\":\"status-impaired\",\"count\":1,\"window\":\"3s\"}");
        List<String> ids = Ec2Assertions.launch(CLOUD, 2);

        assertThat(statuses(it -> it.filters(filter("instance-status.status", "impaired"))))
                .singleElement()
                .satisfies(
                        it -> assertThat(it.systemStatus().statusAsString()).isEqualTo("impaired"));
        assertThat(statuses(it -> it.filters(filter("system-status.reachability", "failed"))))
                .hasSize(1);
        await().untilAsserted(
                        () ->
                                assertThat(statuses(it -> it.instanceIds(ids)))
                                        .extracting(it -> it.instanceStatus().statusAsString())
                                        .containsOnly("ok"));
        CLOUD.signed().delete("faults");
    }

    @Test
    void statusesComeInPages() {
        List<String> ids = Ec2Assertions.launch(CLOUD, 7);

        assertThat(
                        CLOUD
                                .ec2()
                                .describeInstanceStatusPaginator(it -> it.maxResults(5))
                                .instanceStatuses()
                                .stream()
                                .map(InstanceStatus::instanceId))
                .containsExactlyElementsOf(ids);
        assertThat(
                        Ec2Assertions.code(
                                () ->
                                        CLOUD.ec2()
                                                .describeInstanceStatus(
                                                        it -> it.maxResults(5).instanceIds(ids))))
                .isEqualTo("InvalidParameterCombination");
        assertThat(
                        Ec2Assertions.code(
                                () ->
                                        CLOUD.ec2()
                                                .describeInstanceStatus(
                                                        it -> it.nextToken("aS0wMTIzNA=="))))
                .isEqualTo("InvalidNextToken");
    }

    private static List<InstanceStatus> statuses(
            Consumer<DescribeInstanceStatusRequest.Builder> request) {
        return CLOUD.ec2().describeInstanceStatus(request).instanceStatuses();
    }
}

package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Boots, stops and spot interruptions of new instances under faults. */
class NewInstanceFaultsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);

    private final FaultedLaunches launches = new FaultedLaunches(CLOUD);

    @AfterEach
    void clear() throws Exception {
        launches.clear();
    }

    @Test
    void bootFails() throws Exception {
        launches.set("{\"kind\":\"boot-fails\",\"count\":1}");

        String id = launches.launch(it -> {});

        await().until(() -> launches.state(id).equals("terminated"));
        assertThat(launches.instance(id).stateReason().code()).isEqualTo("Server.InternalError");
        assertThat(CLOUD.machines().isUp(id)).isFalse();
    }

    @Test
    void failedBootOfAStoppedInstanceDeletesItsDisk() throws Exception {
        launches.set("{\"kind\":\"boot-fails\",\"delay\":\"2s\",\"count\":1}");
        String id = launches.launch(it -> {});
        await().until(() -> launches.state(id).equals("running"));
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> launches.state(id).equals("stopped"));
        CLOUD.signed().control("delays", "{\"pending\":\"2s\"}");

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));

        await().until(() -> launches.state(id).equals("terminated"));
        await().until(() -> CLOUD.machines().isTerminated(id));
    }

    @Test
    void bootHangsWithoutRunningUserData() throws Exception {
        launches.set("{\"kind\":\"boot-hangs\",\"tag\":\"name=slow\"}");

        String other = launches.launch(it -> it.userData("ZWNobw=="));
        String hanging =
                launches.launch(
                        it -> it.userData("ZWNobw==").tagSpecifications(tagged("name", "slow")));

        await().until(
                        () ->
                                launches.state(hanging).equals("running")
                                        && launches.state(other).equals("running"));
        assertThat(userDataBytes(other)).isEqualTo(4);
        assertThat(userDataBytes(hanging)).isZero();
    }

    @Test
    void stopHangsUntilTheFaultIsRemoved() throws Exception {
        String fault = launches.set("{\"kind\":\"stop-hangs\",\"count\":1}");
        String id = launches.launch(it -> {});
        await().until(() -> launches.state(id).equals("running"));

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));

        assertThat(launches.state(id)).isEqualTo("stopping");
        assertThat(CLOUD.machines().isUp(id)).isTrue();
        CLOUD.signed().delete("faults/" + fault);
        await().until(() -> launches.state(id).equals("stopped"));
    }

    @Test
    void spotInstanceIsReclaimedAfterItsNotice() throws Exception {
        launches.set("{\"kind\":\"spot-interruption\",\"window\":\"1s\",\"count\":1}");

        String id =
                launches.launch(
                        it -> it.instanceMarketOptions(market -> market.marketType("spot")));

        await().until(() -> launches.events(id).contains("spot-notice"));
        await().until(() -> launches.state(id).equals("terminated"));
        assertThat(launches.instance(id).stateReason().code())
                .isEqualTo("Server.SpotInstanceTermination");
    }

    @Test
    void onDemandInstanceUsesUpNoSpotInterruption() throws Exception {
        launches.set("{\"kind\":\"spot-interruption\",\"window\":\"0s\",\"count\":1}");

        String onDemand = launches.launch(it -> {});
        String spot =
                launches.launch(
                        it -> it.instanceMarketOptions(market -> market.marketType("spot")));

        await().until(() -> launches.state(spot).equals("terminated"));
        assertThat(launches.events(onDemand)).doesNotContain("fault");
    }

    @Test
    void spotInstanceIsReclaimedThoughCallsDoNotShowIt() throws Exception {
        String hidden = launches.set("{\"kind\":\"not-found\",\"count\":1}");
        launches.set("{\"kind\":\"spot-interruption\",\"window\":\"0s\",\"count\":1}");

        String id =
                launches.launch(
                        it -> it.instanceMarketOptions(market -> market.marketType("spot")));

        await().until(() -> launches.events(id).contains("\"terminated\""));
        CLOUD.signed().delete("faults/" + hidden);
        assertThat(launches.instance(id).stateReason().code())
                .isEqualTo("Server.SpotInstanceTermination");
    }

    @Test
    void eventsTellTheLifeOfAnInstance() throws Exception {
        launches.set("{\"kind\":\"rebalance\",\"count\":1}");
        String id = launches.launch(it -> {});
        await().until(() -> launches.state(id).equals("running"));
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));
        await().until(() -> launches.state(id).equals("terminated"));

        assertThat(launches.events(id))
                .containsSubsequence(
                        "fault rebalance", "pending", "running", "shutting-down", "terminated");
    }

    private static TagSpecification tagged(String key, String value) {
        return TagSpecification.builder()
                .resourceType("instance")
                .tags(Tag.builder().key(key).value(value).build())
                .build();
    }

    private int userDataBytes(String id) {
        return launches.spec(id).userData().length;
    }
}

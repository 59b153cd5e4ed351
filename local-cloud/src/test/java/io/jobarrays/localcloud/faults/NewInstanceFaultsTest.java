package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.metadata.MetadataReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Faults of new instances. */
class NewInstanceFaultsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);

    private final FaultedLaunches launches = new FaultedLaunches(CLOUD);

    @AfterEach
    void clear() throws Exception {
        launches.clear();
    }

    @Test
    void newInstanceIsUnknownUntilTheFaultIsRemoved() throws Exception {
        String fault = launches.set("{\"kind\":\"not-found\",\"count\":1}");
        String id = launches.launch(it -> {});

        assertThatThrownBy(() -> launches.state(id))
                .hasMessageContaining("The instance ID '" + id + "' does not exist");
        assertThatThrownBy(
                        () ->
                                CLOUD.ec2()
                                        .createTags(
                                                it ->
                                                        it.resources(id)
                                                                .tags(
                                                                        Tag.builder()
                                                                                .key("x")
                                                                                .value("")
                                                                                .build())))
                .hasMessageContaining("does not exist");
        assertThat(isListed(id)).isTrue();

        CLOUD.signed().delete("faults/" + fault);

        assertThat(launches.state(id)).isIn("pending", "running");
    }

    @Test
    void secondFaultOfAKindHasItsEffectInItsOwnWindow() throws Exception {
        String first = launches.set("{\"kind\":\"unlisted\",\"delay\":\"1h\",\"count\":1}");
        String second = launches.set("{\"kind\":\"unlisted\",\"count\":1}");
        String id = launches.launch(it -> {});

        assertThat(isListed(id)).isFalse();
        CLOUD.signed().delete("faults/" + second);
        assertThat(isListed(id)).isTrue();
        assertThat(launches.events(id)).contains(first, second);
    }

    @Test
    void everyListHidesAnUnlistedInstance() throws Exception {
        launches.set("{\"kind\":\"unlisted\",\"count\":1}");
        String id = launches.launch(it -> it.tagSpecifications(tagged("name", "hidden")));

        assertThat(
                        CLOUD.ec2()
                                .describeInstanceStatus(it -> it.includeAllInstances(true))
                                .toString())
                .doesNotContain(id);
        assertThat(CLOUD.ec2().describeTags().toString()).doesNotContain(id);
        assertThat(
                        CLOUD.ec2()
                                .describeInstanceStatus(
                                        it -> it.includeAllInstances(true).instanceIds(id))
                                .instanceStatuses())
                .hasSize(1);

        CLOUD.signed().delete("faults");
        assertThat(CLOUD.ec2().describeTags().toString()).contains(id);
        assertThat(
                        CLOUD.ec2()
                                .describeInstanceStatus(it -> it.includeAllInstances(true))
                                .toString())
                .contains(id);
    }

    @Test
    void newInstanceIsUnlistedForItsWindow() throws Exception {
        launches.set("{\"kind\":\"unlisted\",\"window\":\"1s\",\"count\":1}");
        String id = launches.launch(it -> {});

        assertThat(isListed(id)).isFalse();
        assertThat(launches.state(id)).isIn("pending", "running");
        await().until(() -> isListed(id));
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
    void metadataHasARebalanceRecommendationWithoutNotice() throws Exception {
        launches.set("{\"kind\":\"rebalance\",\"count\":1}");
        String id = launches.launch(it -> {});

        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id)) {
            assertThat(metadata.value("meta-data/events/recommendations/rebalance"))
                    .startsWith("{\"noticeTime\": \"20");
            assertThat(metadata.value("meta-data/spot/instance-action")).isEqualTo("Not Found");
        }
    }

    @Test
    void metadataIsDownForItsWindow() throws Exception {
        launches.set("{\"kind\":\"metadata-down\",\"window\":\"1s\",\"count\":1}");
        String id = launches.launch(it -> {});

        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id)) {
            assertThat(metadata.put("/latest/api/token", "60").statusCode()).isEqualTo(503);
            await().until(() -> metadata.put("/latest/api/token", "60").statusCode() == 200);
        }
    }

    @Test
    void identityDocumentHasAWrongSignatureUntilTheFaultIsRemoved() throws Exception {
        String right = launches.launch(it -> {});
        launches.set("{\"kind\":\"identity-invalid\",\"count\":1}");
        String struck = launches.launch(it -> {});

        assertThat(hasValidIdentity(right)).isTrue();
        assertThat(hasValidIdentity(struck)).isFalse();

        CLOUD.signed().delete("faults");
        assertThat(hasValidIdentity(struck)).isTrue();
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

    private static boolean isListed(String id) {
        return CLOUD.ec2()
                .describeInstances(
                        it ->
                                it.filters(
                                        Filter.builder()
                                                .name("instance-state-name")
                                                .values("pending", "running")
                                                .build()))
                .toString()
                .contains(id);
    }

    private int userDataBytes(String id) {
        return launches.spec(id).userData().length;
    }

    /** Whether the signature of the identity document is that of the cloud's certificate. */
    private boolean hasValidIdentity(String id) throws Exception {
        Signature signature = Signature.getInstance("SHA256withRSA");
        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id);
                InputStream pem = Files.newInputStream(CLOUD.cloud().identityKey().certificate())) {
            signature.initVerify(CertificateFactory.getInstance("X.509").generateCertificate(pem));
            String document = metadata.value("dynamic/instance-identity/document");
            signature.update(document.getBytes(StandardCharsets.UTF_8));
            return signature.verify(
                    Base64.getDecoder()
                            .decode(metadata.value("dynamic/instance-identity/signature")));
        }
    }
}

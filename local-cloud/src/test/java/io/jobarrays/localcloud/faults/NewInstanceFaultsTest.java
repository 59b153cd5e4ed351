package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.metadata.MetadataReader;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Faults of new instances. */
class NewInstanceFaultsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);

    @AfterEach
    void clear() throws Exception {
        CLOUD.signed().delete("faults");
        CLOUD.signed().control("delays", "{\"profile\":\"fast\"}");
    }

    @Test
    void newInstanceIsUnknownUntilTheFaultIsRemoved() throws Exception {
        String fault = set("{\"kind\":\"not-found\",\"count\":1}");
        String id = launch(it -> {});

        assertThatThrownBy(() -> state(id))
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

        assertThat(state(id)).isIn("pending", "running");
    }

    @Test
    void secondFaultOfAKindHasItsEffectInItsOwnWindow() throws Exception {
        String first = set("{\"kind\":\"unlisted\",\"delay\":\"1h\",\"count\":1}");
        String second = set("{\"kind\":\"unlisted\",\"count\":1}");
        String id = launch(it -> {});

        assertThat(isListed(id)).isFalse();
        CLOUD.signed().delete("faults/" + second);
        assertThat(isListed(id)).isTrue();
        assertThat(events(id)).contains(first, second);
    }

    @Test
    void newInstanceIsUnlistedForItsWindow() throws Exception {
        set("{\"kind\":\"unlisted\",\"window\":\"1s\",\"count\":1}");
        String id = launch(it -> {});

        assertThat(isListed(id)).isFalse();
        assertThat(state(id)).isIn("pending", "running");
        await().until(() -> isListed(id));
    }

    @Test
    void bootFails() throws Exception {
        set("{\"kind\":\"boot-fails\",\"count\":1}");

        String id = launch(it -> {});

        await().until(() -> state(id).equals("terminated"));
        assertThat(instance(id).stateReason().code()).isEqualTo("Server.InternalError");
        assertThat(CLOUD.machines().isUp(id)).isFalse();
    }

    @Test
    void failedBootOfAStoppedInstanceDeletesItsDisk() throws Exception {
        set("{\"kind\":\"boot-fails\",\"delay\":\"2s\",\"count\":1}");
        String id = launch(it -> {});
        await().until(() -> state(id).equals("running"));
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> state(id).equals("stopped"));
        CLOUD.signed().control("delays", "{\"pending\":\"2s\"}");

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));

        await().until(() -> state(id).equals("terminated"));
        await().until(() -> CLOUD.machines().isTerminated(id));
    }

    @Test
    void bootHangsWithoutRunningUserData() throws Exception {
        set("{\"kind\":\"boot-hangs\",\"tag\":\"name=slow\"}");

        String other = launch(it -> it.userData("ZWNobw=="));
        String hanging =
                launch(it -> it.userData("ZWNobw==").tagSpecifications(tagged("name", "slow")));

        await().until(() -> state(hanging).equals("running") && state(other).equals("running"));
        assertThat(userDataBytes(other)).isEqualTo(4);
        assertThat(userDataBytes(hanging)).isZero();
    }

    @Test
    void stopHangsUntilTheFaultIsRemoved() throws Exception {
        String fault = set("{\"kind\":\"stop-hangs\",\"count\":1}");
        String id = launch(it -> {});
        await().until(() -> state(id).equals("running"));

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));

        assertThat(state(id)).isEqualTo("stopping");
        assertThat(CLOUD.machines().isUp(id)).isTrue();
        CLOUD.signed().delete("faults/" + fault);
        await().until(() -> state(id).equals("stopped"));
    }

    @Test
    void spotInstanceIsReclaimedAfterItsNotice() throws Exception {
        set("{\"kind\":\"spot-interruption\",\"window\":\"1s\",\"count\":1}");

        String id = launch(it -> it.instanceMarketOptions(market -> market.marketType("spot")));

        await().until(() -> events(id).contains("spot-notice"));
        await().until(() -> state(id).equals("terminated"));
        assertThat(instance(id).stateReason().code()).isEqualTo("Server.SpotInstanceTermination");
    }

    @Test
    void onDemandInstanceUsesUpNoSpotInterruption() throws Exception {
        set("{\"kind\":\"spot-interruption\",\"window\":\"0s\",\"count\":1}");

        String onDemand = launch(it -> {});
        String spot = launch(it -> it.instanceMarketOptions(market -> market.marketType("spot")));

        await().until(() -> state(spot).equals("terminated"));
        assertThat(events(onDemand)).doesNotContain("fault");
    }

    @Test
    void spotInstanceIsReclaimedThoughCallsDoNotShowIt() throws Exception {
        String hidden = set("{\"kind\":\"not-found\",\"count\":1}");
        set("{\"kind\":\"spot-interruption\",\"window\":\"0s\",\"count\":1}");

        String id = launch(it -> it.instanceMarketOptions(market -> market.marketType("spot")));

        await().until(() -> events(id).contains("\"terminated\""));
        CLOUD.signed().delete("faults/" + hidden);
        assertThat(instance(id).stateReason().code()).isEqualTo("Server.SpotInstanceTermination");
    }

    @Test
    void metadataHasARebalanceRecommendationWithoutNotice() throws Exception {
        set("{\"kind\":\"rebalance\",\"count\":1}");
        String id = launch(it -> {});

        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id)) {
            assertThat(metadata.value("meta-data/events/recommendations/rebalance"))
                    .startsWith("{\"noticeTime\": \"20");
            assertThat(metadata.value("meta-data/spot/instance-action")).isEqualTo("Not Found");
        }
    }

    @Test
    void metadataIsDownForItsWindow() throws Exception {
        set("{\"kind\":\"metadata-down\",\"window\":\"1s\",\"count\":1}");
        String id = launch(it -> {});

        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id)) {
            assertThat(metadata.put("/latest/api/token", "60").statusCode()).isEqualTo(503);
            await().until(() -> metadata.put("/latest/api/token", "60").statusCode() == 200);
        }
    }

    @Test
    void identityDocumentHasAWrongSignatureUntilTheFaultIsRemoved() throws Exception {
        String right = launch(it -> {});
        set("{\"kind\":\"identity-invalid\",\"count\":1}");
        String struck = launch(it -> {});

        assertThat(hasValidIdentity(right)).isTrue();
        assertThat(hasValidIdentity(struck)).isFalse();

        CLOUD.signed().delete("faults");
        assertThat(hasValidIdentity(struck)).isTrue();
    }

    @Test
    void networkIsCutForItsWindow() throws Exception {
        set("{\"kind\":\"network-cut\",\"window\":\"1s\",\"count\":1}");

        String id = launch(it -> {});

        await().until(() -> CLOUD.machines().isDisconnected(id));
        await().until(() -> !CLOUD.machines().isDisconnected(id));
        assertThat(events(id)).containsSubsequence("network-down", "network-up");
    }

    @ParameterizedTest
    @CsvSource({"network-cut, network-down", "etc-read-only, etc-read-only", "disk-full, disk-full"})
    void effectOnAMachineWaitsForTheBootDelay(String kind, String event) throws Exception {
        CLOUD.signed().control("delays", "{\"boot\":\"1s\"}");
        set("{\"kind\":\"%s\",\"count\":1}".formatted(kind));

        String id = launch(it -> {});

        await().until(() -> events(id).contains("\"event\" : \"" + event + "\""));
        assertThat(CLOUD.machines().isUp(id)).isTrue();
        assertThat(events(id)).doesNotContain("fault-without-effect");
    }

    @Test
    void windowMayBeLongerThanTheClockCounts() throws Exception {
        set("{\"kind\":\"network-cut\",\"window\":\"200000d\",\"count\":1}");
        String id = launch(it -> {});
        await().until(() -> events(id).contains("network-down"));

        CLOUD.signed().delete("faults");

        await().until(() -> events(id).contains("network-up"));
    }

    @Test
    void etcIsReadOnlyForItsWindow() throws Exception {
        set("{\"kind\":\"etc-read-only\",\"window\":\"1s\",\"count\":1}");

        String id = launch(it -> {});

        await().until(() -> CLOUD.machines().isEtcReadOnly(id));
        await().until(() -> !CLOUD.machines().isEtcReadOnly(id));
        await().until(() -> events(id).contains("etc-writable"));
        assertThat(events(id)).containsSubsequence("etc-read-only", "etc-writable");
    }

    @Test
    void diskStaysFullInAStopUntilTheFaultIsRemoved() throws Exception {
        String fault = set("{\"kind\":\"disk-full\",\"count\":1}");
        String id = launch(it -> {});
        await().until(() -> events(id).contains("disk-full"));

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        await().until(() -> state(id).equals("stopped"));
        assertThat(CLOUD.machines().isDiskFull(id)).isTrue();

        CLOUD.signed().delete("faults/" + fault);
        await().until(() -> !CLOUD.machines().isDiskFull(id));
        await().until(() -> events(id).contains("disk-free"));
    }

    @Test
    void clockIsSkewedFromBootOn() throws Exception {
        set("{\"kind\":\"clock-skew\",\"offset\":\"-1h30m\",\"count\":1}");

        String skewed = launch(it -> {});
        String right = launch(it -> {});

        await().until(() -> state(skewed).equals("running") && state(right).equals("running"));
        assertThat(spec(skewed).clockOffset()).isEqualTo(Duration.ofMinutes(-90));
        assertThat(spec(right).clockOffset()).isZero();
        assertThat(events(skewed)).contains("fault clock-skew");
    }

    @Test
    void refusesAClockSkewWithoutOffsetOrMeans() throws Exception {
        assertThat(CLOUD.signed().control("faults", "{\"kind\":\"clock-skew\"}").body())
                .contains("\\\"offset\\\" is missing.");

        CLOUD.machines().failFromNowOn();
        HttpResponse<String> refusal =
                CLOUD.signed().control("faults", "{\"kind\":\"clock-skew\",\"offset\":\"5m\"}");
        CLOUD.machines().stopFailing();

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.body())
                .contains("The clock of instances cannot be skewed here: they have no clock.");
    }

    @Test
    void eventTellsThatAFaultHasNoEffect() throws Exception {
        set("{\"kind\":\"etc-read-only\",\"delay\":\"1s\",\"count\":1}");
        String id = launch(it -> {});
        await().until(() -> state(id).equals("running"));
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));

        await().until(() -> events(id).contains("fault-without-effect"));
        assertThat(events(id)).contains(id + " is not running.");
    }

    @Test
    void eventsTellTheLifeOfAnInstance() throws Exception {
        set("{\"kind\":\"rebalance\",\"count\":1}");
        String id = launch(it -> {});
        await().until(() -> state(id).equals("running"));
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));
        await().until(() -> state(id).equals("terminated"));

        assertThat(events(id))
                .containsSubsequence(
                        "fault rebalance", "pending", "running", "shutting-down", "terminated");
    }

    private static String set(String body) throws Exception {
        HttpResponse<String> answer = CLOUD.signed().control("faults", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return SignedRequests.field(answer, "id");
    }

    private static String events(String id) throws Exception {
        return CLOUD.signed().control("events?instance=" + id).body();
    }

    private static String launch(Consumer<RunInstancesRequest.Builder> more) {
        RunInstancesRequest.Builder request =
                RunInstancesRequest.builder()
                        .imageId("ami-0abcdef1234567890")
                        .minCount(1)
                        .maxCount(1);
        more.accept(request);
        return CLOUD.ec2().runInstances(request.build()).instances().getFirst().instanceId();
    }

    private static TagSpecification tagged(String key, String value) {
        return TagSpecification.builder()
                .resourceType("instance")
                .tags(Tag.builder().key(key).value(value).build())
                .build();
    }

    private static Instance instance(String id) {
        return CLOUD.ec2()
                .describeInstances(it -> it.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    private static String state(String id) {
        return instance(id).state().nameAsString();
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

    private static int userDataBytes(String id) {
        return spec(id).userData().length;
    }

    private static MachineSpec spec(String id) {
        return CLOUD.machines().started().stream()
                .filter(it -> it.instanceId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the signature of the identity document is that of the cloud's certificate. */
    private static boolean hasValidIdentity(String id) throws Exception {
        Signature signature = Signature.getInstance("SHA256withRSA");
        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id);
                InputStream pem =
                        Files.newInputStream(CLOUD.cloud().identityKey().certificate())) {
            signature.initVerify(CertificateFactory.getInstance("X.509").generateCertificate(pem));
            String document = metadata.value("dynamic/instance-identity/document");
            signature.update(document.getBytes(StandardCharsets.UTF_8));
            return signature.verify(
                    Base64.getDecoder()
                            .decode(metadata.value("dynamic/instance-identity/signature")));
        }
    }
}

package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.SpotMarketOptions;

class SpotInstancesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(4);

    @AfterEach
    void endAll() {
        Ec2Assertions.endAll(CLOUD);
    }

    @Test
    void interruptedInstanceIsTerminatedWithTheReason() throws Exception {
        String id = launch(it -> it.maxPrice("0.05"));
        assertThat(Ec2Assertions.instance(CLOUD, id).instanceLifecycleAsString()).isEqualTo("spot");

        assertThat(interrupt(id, "terminate", "1s")).isEqualTo(200);
        assertThat(Ec2Assertions.state(CLOUD, id)).isEqualTo("running");

        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("terminated"));
        Instance terminated = Ec2Assertions.instance(CLOUD, id);
        assertThat(terminated.stateReason().code()).isEqualTo("Server.SpotInstanceTermination");
        assertThat(terminated.stateReason().message())
                .isEqualTo("Server.SpotInstanceTermination: Spot instance termination");
    }

    @Test
    void interruptionCanStopOrHibernate() throws Exception {
        String stopped = launch(SpotInstancesTest::persistent);
        String hibernated = launch(SpotInstancesTest::persistent);

        interrupt(stopped, "stop", "0s");
        interrupt(hibernated, "hibernate", "0s");

        await().until(() -> Ec2Assertions.state(CLOUD, stopped).equals("stopped"));
        await().until(() -> Ec2Assertions.state(CLOUD, hibernated).equals("stopped"));
        assertThat(CLOUD.machines().isUp(stopped)).isFalse();
        assertThat(CLOUD.machines().isFrozen(hibernated)).isTrue();
        assertThat(Ec2Assertions.instance(CLOUD, hibernated).stateReason().code())
                .isEqualTo("Server.SpotInstanceTermination");
    }

    @Test
    void noticeFromBeforeAHibernationDoesNotInterruptTheResumedInstance() throws Exception {
        String id = launch(it -> it.spotInstanceType("persistent"));
        interrupt(id, "terminate", "2s");
        CLOUD.ec2().stopInstances(it -> it.instanceIds(id).hibernate(true));
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("stopped"));

        CLOUD.ec2().startInstances(it -> it.instanceIds(id));

        await().during(Duration.ofSeconds(3))
                .until(() -> !Ec2Assertions.state(CLOUD, id).matches("shutting-down|terminated"));
    }

    @Test
    void onlyARunningSpotInstanceIsInterruptedAndOnlyOnce() throws Exception {
        String onDemand = Ec2Assertions.launch(CLOUD, 1).getFirst();
        String spot = launch(it -> it.maxPrice("0.05"));

        assertThat(interrupt(onDemand, "terminate", "2m")).isEqualTo(400);
        assertThat(interrupt(spot, "explode", "2m")).isEqualTo(400);
        assertThat(interrupt(spot, "terminate", "soon")).isEqualTo(400);
        assertThat(interrupt("i-0123456789abcdef0", "terminate", "2m")).isEqualTo(400);
        assertThat(interrupt(spot, "terminate", "2m")).isEqualTo(200);
        assertThat(interrupt(spot, "terminate", "2m")).isEqualTo(409);
    }

    @Test
    void instanceOfAOneTimeRequestCannotBeStopped() {
        String id = launch(it -> it.maxPrice("0.05"));
        String persistent = launch(SpotInstancesTest::persistent);

        Ec2Exception refused =
                catchThrowableOfType(
                        Ec2Exception.class,
                        () -> CLOUD.ec2().stopInstances(it -> it.instanceIds(id)));
        CLOUD.ec2().stopInstances(it -> it.instanceIds(persistent));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("UnsupportedOperation");
        assertThat(refused.getMessage())
                .contains("You can't stop the Spot Instance '" + id + "' because");
        await().until(() -> Ec2Assertions.state(CLOUD, persistent).equals("stopped"));
    }

    @Test
    void priceAboveTheMaximumRefusesLaunchesAndInterruptsInstances() throws Exception {
        String cheap = launch("m5.large", it -> it.maxPrice("0.05"));
        String expensive = launch("m5.large", it -> it.maxPrice("5"));

        var moved =
                CLOUD.signed()
                        .control(
                                "spot-price",
                                "{\"instance_type\":\"m5.large\",\"price\":\"0.0501\"}");

        assertThat(moved.body()).contains(cheap).doesNotContain(expensive);
        assertThat(interrupt(cheap, "terminate", "2m")).as("already has a notice").isEqualTo(409);
        assertThat(interrupt(expensive, "terminate", "2m")).isEqualTo(200);
        Ec2Exception refused =
                catchThrowableOfType(
                        Ec2Exception.class, () -> launch("m5.large", it -> it.maxPrice("0.05")));
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("SpotMaxPriceTooLow");
        assertThat(launch("m5.large", it -> it.maxPrice("0.0501"))).isNotEmpty();
    }

    @Test
    void refusedPriceChangesNothing() throws Exception {
        String first = launch("m5.large", it -> it.maxPrice("0.05"));
        String cannotHibernate = launchWithoutHibernation("m5.large", "hibernate", "0.05");
        String price = "{\"instance_type\":\"m5.large\",\"price\":\"0.06\"}";

        assertThat(CLOUD.signed().control("spot-price", price).body())
                .contains(cannotHibernate + " was not launched to be hibernated.");

        assertThat(CLOUD.signed().control("events?instance=" + first).body())
                .doesNotContain("spot-notice");
        assertThat(launch("m5.large", it -> it.maxPrice("0.05"))).isNotEmpty();
    }

    @Test
    void spotPriceHistoryContainsEarlierPrices() throws Exception {
        CLOUD.signed()
                .control(
                        "spot-price",
                        """
                        {"instance_type":"c5.large","availability_zone":"us-east-1b","price":"0.077"}""");

        var now =
                CLOUD.ec2()
                        .describeSpotPriceHistory(
                                it ->
                                        it.instanceTypesWithStrings("c5.large")
                                                .productDescriptions("Linux/UNIX")
                                                .startTime(Instant.now()))
                        .spotPriceHistory();
        var all =
                CLOUD.ec2()
                        .describeSpotPriceHistory(
                                it ->
                                        it.instanceTypesWithStrings("c5.large")
                                                .availabilityZone("us-east-1b"))
                        .spotPriceHistory();

        assertThat(now).as("one price in each zone that offers it").hasSize(5);
        assertThat(
                        Ec2Assertions.code(
                                () ->
                                        CLOUD.ec2()
                                                .describeSpotPriceHistory(
                                                        it -> it.availabilityZone("us-east-1z"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(now.getFirst().spotPrice()).isEqualTo("0.077000");
        assertThat(now.getFirst().availabilityZone()).isEqualTo("us-east-1b");
        assertThat(all).extracting(it -> it.spotPrice()).containsExactly("0.077000", "0.034000");
        assertThat(
                        CLOUD.signed()
                                .control("spot-price", "{\"instance_type\":\"x9\",\"price\":\"1\"}")
                                .body())
                .contains("There is no instance type x9.");
    }

    private static void persistent(SpotMarketOptions.Builder options) {
        options.spotInstanceType("persistent").instanceInterruptionBehavior("hibernate");
    }

    private static String launchWithoutHibernation(
            String instanceType, String interruptionBehavior, String maxPrice) {
        SpotMarketOptions options =
                SpotMarketOptions.builder()
                        .maxPrice(maxPrice)
                        .spotInstanceType("persistent")
                        .instanceInterruptionBehavior(interruptionBehavior)
                        .build();
        return CLOUD.ec2()
                .runInstances(
                        it ->
                                it.imageId(Account.X86_IMAGE)
                                        .instanceType(instanceType)
                                        .minCount(1)
                                        .maxCount(1)
                                        .instanceMarketOptions(
                                                m -> m.marketType("spot").spotOptions(options)))
                .instances()
                .getFirst()
                .instanceId();
    }

    private static String launch(Consumer<SpotMarketOptions.Builder> spotOptions) {
        return launch("t3.micro", spotOptions);
    }

    private static String launch(
            String instanceType, Consumer<SpotMarketOptions.Builder> spotOptions) {
        String id =
                CLOUD.ec2()
                        .runInstances(
                                it ->
                                        it.imageId(Account.X86_IMAGE)
                                                .instanceType(instanceType)
                                                .minCount(1)
                                                .maxCount(1)
                                                .blockDeviceMappings(Ec2Assertions.encryptedRoot())
                                                .hibernationOptions(h -> h.configured(true))
                                                .instanceMarketOptions(
                                                        m ->
                                                                m.marketType("spot")
                                                                        .spotOptions(spotOptions)))
                        .instances()
                        .getFirst()
                        .instanceId();
        await().until(() -> Ec2Assertions.state(CLOUD, id).equals("running"));
        return id;
    }

    private static int interrupt(String id, String action, String after) throws Exception {
        var answer =
                CLOUD.signed()
                        .control(
                                "instances/" + id + "/interrupt",
                                "{\"action\":\"%s\",\"after\":\"%s\"}".formatted(action, after));
        assertThat(SignedRequests.json(answer).isObject()).isTrue();
        return answer.statusCode();
    }
}

package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.CloudFixture;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** Refused, lost and slow calls as clients see them. */
class CallFaultsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);
    private static final FaultedLaunches FAULTS = new FaultedLaunches(CLOUD);

    private final String token = UUID.randomUUID().toString();

    @AfterEach
    void clear() throws Exception {
        FAULTS.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, RequestLimitExceeded, 503",
        "server-error, InternalError, 500",
        "unavailable, Unavailable, 503",
    })
    void refusesCallsOfEc2(String kind, String code, int status) throws Exception {
        FAULTS.set(
                "{\"kind\":\"%s\",\"operation\":\"DescribeRegions\",\"count\":1}".formatted(kind));

        Ec2Exception refused =
                catchThrowableOfType(
                        Ec2Exception.class, () -> CLOUD.ec2().describeRegions(it -> {}));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(CLOUD.ec2().describeRegions(it -> {}).regions()).isNotEmpty();
    }

    @Test
    void throttledCallOfStsHasTheCodeOfTheQueryProtocol() throws Exception {
        FAULTS.set("{\"kind\":\"throttle\",\"operation\":\"sts:GetCallerIdentity\",\"count\":1}");

        String call = "Version=2011-06-15&Action=GetCallerIdentity";

        assertThat(CLOUD.signed().query("sts", call).body()).contains("<Code>Throttling</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, route53:*, Throttling",
        "prior-request-not-complete, route53:Change*, PriorRequestNotComplete",
    })
    void refusesCallsOfRoute53(String kind, String operation, String code) throws Exception {
        FAULTS.set("{\"kind\":\"%s\",\"operation\":\"%s\"}".formatted(kind, operation));

        Route53Exception refused =
                catchThrowableOfType(
                        Route53Exception.class,
                        () ->
                                CLOUD.route53()
                                        .changeResourceRecordSets(
                                                it -> it.hostedZoneId("Z1").changeBatch(b -> {})));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void answerIsLostAfterTheEffect() throws Exception {
        FAULTS.set("{\"kind\":\"answer-lost\",\"operation\":\"RunInstances\",\"count\":1}");

        assertThatThrownBy(this::launch).isInstanceOf(SdkClientException.class);

        assertThat(FAULTS.launchedWith(token)).isEqualTo(1);
        launch();
        assertThat(FAULTS.launchedWith(token)).as("the token replays the launch").isEqualTo(1);
    }

    @Test
    void answerIsCutAfterTheEffect() throws Exception {
        FAULTS.set("{\"kind\":\"answer-cut\",\"operation\":\"RunInstances\",\"count\":1}");

        assertThatThrownBy(this::launch).isInstanceOf(SdkClientException.class);

        assertThat(FAULTS.launchedWith(token)).isEqualTo(1);
    }

    @Test
    void requestIsLostBeforeTheEffect() throws Exception {
        FAULTS.set("{\"kind\":\"request-lost\",\"operation\":\"RunInstances\",\"count\":1}");

        assertThatThrownBy(this::launch).isInstanceOf(SdkClientException.class);

        assertThat(FAULTS.launchedWith(token)).isZero();
    }

    @Test
    void answerIsDelayed() throws Exception {
        FAULTS.set("{\"kind\":\"slow\",\"operation\":\"DescribeRegions\",\"delay\":\"1s\"}");
        long begun = System.nanoTime();

        CLOUD.ec2().describeRegions(it -> {});

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void callsAreCountedByOperationCallerAndOutcome() throws Exception {
        CLOUD.signed().delete("calls");
        FAULTS.set("{\"kind\":\"throttle\",\"operation\":\"DescribeRegions\",\"count\":1}");

        assertThatThrownBy(() -> CLOUD.ec2().describeRegions(it -> {}));
        CLOUD.ec2().describeRegions(it -> {});
        CLOUD.ec2().describeRegions(it -> {});

        assertThat(CLOUD.signed().control("calls").body().replaceAll("\\s+", " "))
                .contains(
                        "\"operation\" : \"ec2:DescribeRegions\", \"caller\" : \"aws-sdk-java\","
                                + " \"outcome\" : \"OK\", \"count\" : 2",
                        "\"outcome\" : \"RequestLimitExceeded\", \"count\" : 1");
    }

    private void launch() {
        FAULTS.launch(it -> it.clientToken(token));
    }
}

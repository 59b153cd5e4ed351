package io.jobarrays.localcloud.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** Limits as clients of the SDK and of the control API see them. */
class LimitedCallsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(8);

    @BeforeEach
    void enforce() throws Exception {
        CLOUD.signed().control("limits", "{\"enabled\":true,\"factor\":1}");
    }

    @AfterEach
    void restore() throws Exception {
        CLOUD.signed().control("limits", "{\"enabled\":false}");
    }

    @Test
    void callsAboveTheBucketAreThrottled() {
        String first = dryRunCode();
        String last = first;
        for (int i = 0; i < 20 && last.equals(first); i++) {
            last = dryRunCode();
        }

        assertThat(first).isEqualTo("DryRunOperation 412");
        assertThat(last).isEqualTo("RequestLimitExceeded 503");
    }

    @Test
    void route53AnswersThrottling() {
        Route53Exception refused =
                catchThrowableOfType(
                        Route53Exception.class,
                        () -> {
                            for (int i = 0; i < 50; i++) {
                                CLOUD.route53().listHostedZones();
                            }
                        });

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("Throttling");
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void launchAboveTheResourceBucketLaunchesNothing() throws Exception {
        CLOUD.signed()
                .control(
                        "limits",
                        """
                        {"name":"ec2:RunInstances:resources","capacity":3,"refill_per_second":0.001}""");

        Ec2Exception refused =
                catchThrowableOfType(
                        Ec2Exception.class,
                        () ->
                                CLOUD.ec2()
                                        .runInstances(
                                                it ->
                                                        it.imageId("ami-0abcdef1234567890")
                                                                .minCount(4)
                                                                .maxCount(4)));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
        assertThat(CLOUD.ec2().describeInstances().reservations()).isEmpty();
    }

    @Test
    void operationThatIsNotImplementedHasNoBucket() throws Exception {
        HttpResponse<String> refused =
                CLOUD.signed().query("ec2", "Version=2016-11-15&Action=DescribeColours");

        assertThat(refused.body()).contains("<Code>NotImplemented</Code>");
        assertThat(CLOUD.signed().control("limits").body()).doesNotContain("DescribeColours");
        assertThat(CLOUD.signed().control("calls").body())
                .doesNotContain("DescribeColours")
                .contains("\"ec2:unknown\"");
    }

    @Test
    void everyAnswerCarriesTheEpoch() throws Exception {
        String body = "Action=DescribeRegions&Version=2016-11-15";
        HttpResponse<String> before = CLOUD.signed().query("ec2", body);

        HttpResponse<String> reset = CLOUD.signed().control("limits/reset", "{}");

        HttpResponse<String> after = CLOUD.signed().query("ec2", body);
        assertThat(SignedRequests.field(reset, "epoch")).isEqualTo(epoch(after));
        assertThat(Integer.parseInt(epoch(after))).isEqualTo(Integer.parseInt(epoch(before)) + 1);
    }

    @Test
    void listNamesSourceAndRefusals() throws Exception {
        HttpResponse<String> list = CLOUD.signed().control("limits");

        assertThat(list.body())
                .contains("ec2:RunInstances", "ec2:RunInstances:resources", "route53")
                .contains("EC2 Developer Guide, ec2-api-throttling")
                .contains("\"refused\"");
    }

    @Test
    void misspelledFieldIsRefused() throws Exception {
        HttpResponse<String> refused =
                CLOUD.signed().control("limits", "{\"name\":\"route53\",\"enable\":false}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(SignedRequests.field(refused, "message"))
                .startsWith("There is no field \"enable\"; the fields are name, enabled");
    }

    private static String epoch(HttpResponse<String> answer) {
        return answer.headers().firstValue("Spawn-Limits-Epoch").orElseThrow();
    }

    private static String dryRunCode() {
        Ec2Exception refused =
                catchThrowableOfType(
                        Ec2Exception.class,
                        () ->
                                CLOUD.ec2()
                                        .runInstances(
                                                it ->
                                                        it.imageId("ami-0abcdef1234567890")
                                                                .minCount(1)
                                                                .maxCount(1)
                                                                .dryRun(true)));
        return refused.awsErrorDetails().errorCode() + " " + refused.statusCode();
    }
}

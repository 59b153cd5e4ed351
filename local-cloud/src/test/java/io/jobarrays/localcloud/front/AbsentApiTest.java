package io.jobarrays.localcloud.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services that the local cloud lacks; {@code Boto3IT} reads their answers in each protocol. */
class AbsentApiTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void queryServiceAnswersInXml() throws Exception {
        HttpResponse<String> answer =
                CLOUD.signed().query("iam", "Action=ListUsers&Version=2010-05-08");

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body())
                .contains("<ErrorResponse", "<Code>NotImplemented</Code>", "The service iam, ");
    }

    @Test
    void jsonServiceAnswersInJson() throws Exception {
        HttpResponse<String> answer =
                CLOUD.signed()
                        .json("monitoring", "GraniteServiceVersion20100801.ListMetrics", "{}");

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body())
                .contains("\"NotImplemented\"", "The service monitoring (CloudWatch), unlike EC2,");
    }

    @Test
    void callOfAPresentServiceThatIsSignedForAnAbsentOneDoesNothing() throws Exception {
        HttpResponse<String> answer =
                CLOUD.signed()
                        .query(
                                "sqs",
                                "Action=CreatePlacementGroup&GroupName=g&Strategy=cluster"
                                        + "&Version=2016-11-15");

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(CLOUD.ec2().describePlacementGroups().placementGroups()).isEmpty();
    }

    @Test
    void namesOfServicesDoNotFillTheMemory() {
        CallCounts calls = new CallCounts();

        for (int i = 0; i < 1_002; i++) {
            calls.count("service-" + i, "unknown", "client", "NotImplemented");
        }

        assertThat(calls.json())
                .contains("service-999:", "\"other:unknown\"")
                .doesNotContain("e-1000");
    }
}

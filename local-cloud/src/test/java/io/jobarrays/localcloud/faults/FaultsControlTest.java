package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Setting, listing and removing faults. */
class FaultsControlTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);
    private static final FaultedLaunches FAULTS = new FaultedLaunches(CLOUD);

    @AfterEach
    void clear() throws Exception {
        FAULTS.clear();
    }

    @Test
    void listShowsMatchesAndStrikesUntilTheFaultIsRemoved() throws Exception {
        String id = FAULTS.set("{\"kind\":\"throttle\",\"operation\":\"GetCon*\"}");
        assertThatThrownBy(
                () -> CLOUD.ec2().getConsoleOutput(it -> it.instanceId("i-0123456789abcdef0")));

        assertThat(CLOUD.signed().control("faults").body())
                .contains("\"id\" : \"" + id + "\"", "\"strikes\" : 1", "\"matches\" : 1");
        assertThat(CLOUD.signed().delete("faults/" + id).body()).doesNotContain(id);
        assertThat(CLOUD.signed().delete("faults/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void listShowsWhatIsSet() throws Exception {
        FAULTS.set(
                "{\"kind\":\"disk-full\",\"count\":3,\"after\":\"1m\",\"for\":\"1h\","
                        + "\"delay\":\"5s\",\"window\":\"90s\"}");
        FAULTS.set("{\"kind\":\"partial-capacity\",\"instances\":2}");
        FAULTS.set("{\"kind\":\"clock-skew\",\"offset\":\"-5m\"}");

        assertThat(CLOUD.signed().control("faults").body())
                .contains("\"count\" : 3", "\"after\" : \"60s\"", "\"for\" : \"3600s\"")
                .contains("\"delay\" : \"5s\"", "\"window\" : \"90s\"")
                .contains("\"instances\" : 2", "\"offset\" : \"-300s\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"rain\"}|There is no kind of fault \"rain\"; the kinds are throttle,",
                "{}|\"kind\" is missing.",
                "{\"kind\":\"slow\",\"probability\":2}|\"probability\": \"2\" is not a number from 0 to 1.",
                "{\"kind\":\"slow\",\"tag\":\"x\"}|\"tag\": \"x\" is not KEY=VALUE.",
                "{\"kind\":\"slow\",\"operation\":\"A\\\\E(a+)+\"}|\"operation\": write RunInstances, Describe* or route53:*; at most three *.",
                "{\"kind\":\"slow\",\"operation\":\"****\"}|\"operation\": write RunInstances, Describe* or route53:*; at most three *.",
                "{\"kind\":\"network-cut\",\"operation\":\"route53:*\"}|\"operation\": a fault network-cut strikes ec2:RunInstances, not route53:*.",
                "{\"kind\":\"no-capacity\",\"operation\":\"Stop*\"}|\"operation\": a fault no-capacity strikes ec2:RunInstances, ec2:StartInstances, not ec2:Stop*.",
                "{\"kind\":\"slow\",\"zone\":\"mars\"}|There is no zone \"mars\"; the zones are us-east-1a,",
                "{\"kind\":\"partial-capacity\"}|\"instances\" is missing.",
                "{\"kind\":\"slow\",\"instances\":1}|\"instances\" has no effect on a fault slow; it has delay.",
                "{\"kind\":\"slow\",\"offset\":\"5m\"}|\"offset\" has no effect on a fault slow; it has delay.",
                "{\"kind\":\"throttle\",\"delay\":\"5s\"}|\"delay\" has no effect on a fault throttle; leave it out.",
                "{\"kind\":\"no-capacity\",\"window\":\"5s\"}|\"window\" has no effect on a fault no-capacity; leave it out.",
                "{\"kind\":\"clock-skew\",\"offset\":\"5m\",\"window\":\"5s\"}|\"window\" has no effect on a fault clock-skew; it has offset.",
                "{\"kind\":\"slow\",\"operation\":\"RunInstance\"}|\"operation\": there is no operation ec2:RunInstance here; write RunInstances, Describe* or route53:*.",
                "{\"kind\":\"slow\",\"operation\":\"GetChange\"}|\"operation\": there is no operation ec2:GetChange here;",
                "{\"kind\":\"prior-request-not-complete\",\"operation\":\"DescribeInstances\"}|\"operation\": a fault prior-request-not-complete strikes route53:ChangeResourceRecordSets, not ec2:DescribeInstances.",
                "{\"kind\":\"slow\",\"operation\":\"ssm:*\",\"tag\":\"a=b\"}|\"tag\" and \"zone\" select calls about instances, which ssm:* is not.",
                "{\"kind\":\"prior-request-not-complete\",\"zone\":\"us-east-1a\"}|\"tag\" and \"zone\" select calls about instances,",
                "{\"kind\":\"slow\",\"count\":1.9}|\"count\": \"1.9\" is not a whole number.",
                "{\"kind\":\"slow\",\"seed\":0.5}|\"seed\": \"0.5\" is not a whole number.",
                "{\"kind\":\"slow\",\"pause\":\"1s\"}|There is no field \"pause\"; the fields are kind,",
            })
    void invalidFaultIsRefused(String body, String message) throws Exception {
        HttpResponse<String> refused = CLOUD.signed().control("faults", body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(SignedRequests.field(refused, "message")).startsWith(message);
    }
}

package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** Faults of calls as clients see them. */
class CallFaultsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);

    private final String token = UUID.randomUUID().toString();

    @AfterEach
    void clear() throws Exception {
        CLOUD.signed().delete("faults");
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, RequestLimitExceeded, 503",
        "server-error, InternalError, 500",
        "unavailable, Unavailable, 503",
    })
    void refusesCallsOfEc2(String kind, String code, int status) throws Exception {
        set("{\"kind\":\"%s\",\"operation\":\"DescribeRegions\",\"count\":1}".formatted(kind));

        Ec2Exception refused =
                catchThrowableOfType(
                        Ec2Exception.class, () -> CLOUD.ec2().describeRegions(it -> {}));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(CLOUD.ec2().describeRegions(it -> {}).regions()).isNotEmpty();
    }

    @Test
    void throttledCallOfStsHasTheCodeOfTheQueryProtocol() throws Exception {
        set("{\"kind\":\"throttle\",\"operation\":\"sts:GetCallerIdentity\",\"count\":1}");

        String call = "Version=2011-06-15&Action=GetCallerIdentity";

        assertThat(CLOUD.signed().query("sts", call).body()).contains("<Code>Throttling</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "throttle, route53:*, Throttling",
        "prior-request-not-complete, route53:Change*, PriorRequestNotComplete",
    })
    void refusesCallsOfRoute53(String kind, String operation, String code) throws Exception {
        set("{\"kind\":\"%s\",\"operation\":\"%s\"}".formatted(kind, operation));

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
        set("{\"kind\":\"answer-lost\",\"operation\":\"RunInstances\",\"count\":1}");

        assertThatThrownBy(this::launch).isInstanceOf(SdkClientException.class);

        assertThat(launchedWithToken()).isEqualTo(1);
        launch();
        assertThat(launchedWithToken()).as("the token replays the launch").isEqualTo(1);
    }

    @Test
    void answerIsCutAfterTheEffect() throws Exception {
        set("{\"kind\":\"answer-cut\",\"operation\":\"RunInstances\",\"count\":1}");

        assertThatThrownBy(this::launch).isInstanceOf(SdkClientException.class);

        assertThat(launchedWithToken()).isEqualTo(1);
    }

    @Test
    void requestIsLostBeforeTheEffect() throws Exception {
        set("{\"kind\":\"request-lost\",\"operation\":\"RunInstances\",\"count\":1}");

        assertThatThrownBy(this::launch).isInstanceOf(SdkClientException.class);

        assertThat(launchedWithToken()).isZero();
    }

    @Test
    void answerIsDelayed() throws Exception {
        set("{\"kind\":\"slow\",\"operation\":\"DescribeRegions\",\"delay\":\"1s\"}");
        long begun = System.nanoTime();

        CLOUD.ec2().describeRegions(it -> {});

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void tagWriteFailsForInstancesWithATag() throws Exception {
        String id = launch().instances().getFirst().instanceId();
        CLOUD.ec2().createTags(it -> it.resources(id).tags(tag("team", "a")));
        set(
                "{\"kind\":\"server-error\",\"operation\":\"CreateTags\",\"tag\":\"team=a\","
                        + "\"zone\":\"us-east-1a\"}");

        assertThatThrownBy(() -> CLOUD.ec2().createTags(it -> it.resources(id).tags(tag("x", ""))))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("server-error");
        assertThat(CLOUD.ec2().describeRegions(it -> {}).regions()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "InstanceType=m5.large, 412, 503",
        "SubnetId=subnet-0abcdef123456789a, 412, 503",
        "NetworkInterface.1.DeviceIndex=0&NetworkInterface.1.SubnetId=subnet-0abcdef123456789b, 503, 412",
        "Placement.AvailabilityZone=us-east-1a, 412, 503",
    })
    void faultOfAZoneStrikesTheLaunchesInIt(String where, int withFaultOfB, int withFaultOfA)
            throws Exception {
        String launch =
                "Version=2016-11-15&Action=RunInstances&ImageId=ami-0abcdef1234567890"
                        + "&MinCount=1&MaxCount=1&DryRun=true&"
                        + where;
        set("{\"kind\":\"unavailable\",\"operation\":\"RunInstances\",\"zone\":\"us-east-1b\"}");
        assertThat(status(launch)).isEqualTo(withFaultOfB);
        clear();

        set("{\"kind\":\"unavailable\",\"operation\":\"RunInstances\",\"zone\":\"us-east-1a\"}");
        assertThat(status(launch)).isEqualTo(withFaultOfA);
    }

    @Test
    void faultOfATagStrikesCallsAboutOneInstance() throws Exception {
        String id = launch().instances().getFirst().instanceId();
        CLOUD.ec2().createTags(it -> it.resources(id).tags(tag("team", "b")));
        set("{\"kind\":\"unavailable\",\"operation\":\"*\",\"tag\":\"team=b\"}");

        assertThatThrownBy(() -> CLOUD.ec2().getConsoleOutput(it -> it.instanceId(id)))
                .hasMessageContaining("unavailable");
    }

    @Test
    void tagsOfTheVolumeAreNotThoseOfTheInstance() throws Exception {
        set("{\"kind\":\"no-capacity\",\"tag\":\"team=\"}");
        set("{\"kind\":\"unavailable\",\"operation\":\"RunInstances\",\"tag\":\"team=\"}");
        String launch =
                "Version=2016-11-15&Action=RunInstances&ImageId=ami-0abcdef1234567890"
                        + "&MinCount=1&MaxCount=1&TagSpecification.1.Tag.1.Key=team";

        assertThat(status(launch + "&TagSpecification.1.ResourceType=volume")).isEqualTo(200);
        assertThat(status(launch + "&TagSpecification.1.ResourceType=instance")).isEqualTo(503);
    }

    @Test
    void startIsRefusedForAFaultOfAnyOfItsInstances() throws Exception {
        List<String> ids =
                CLOUD.ec2().runInstances(request(2, 2)).instances().stream()
                        .map(Instance::instanceId)
                        .toList();
        CLOUD.ec2().createTags(it -> it.resources(ids.getLast()).tags(tag("team", "c")));
        await().until(() -> areAll("running", ids));
        CLOUD.ec2().stopInstances(it -> it.instanceIds(ids));
        await().until(() -> areAll("stopped", ids));
        set("{\"kind\":\"no-capacity\",\"operation\":\"StartInstances\",\"tag\":\"team=c\"}");

        assertThatThrownBy(() -> CLOUD.ec2().startInstances(it -> it.instanceIds(ids)))
                .hasMessageContaining("sufficient m1.small capacity");
        assertThat(areAll("stopped", ids)).isTrue();
    }

    @Test
    void launchWithoutCapacityIsRefused() throws Exception {
        set("{\"kind\":\"no-capacity\",\"zone\":\"us-east-1a\",\"count\":1}");

        assertThatThrownBy(this::launch)
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("sufficient m1.small capacity")
                .hasMessageContaining("us-east-1a");
        assertThat(launchedWithToken()).isZero();
    }

    @Test
    void launchWithPartOfItsCapacityGetsFewer() throws Exception {
        set("{\"kind\":\"partial-capacity\",\"instances\":2}");

        RunInstancesResponse launched = CLOUD.ec2().runInstances(request(1, 5));

        assertThat(launched.instances()).hasSize(2);
        assertThatThrownBy(
                        () ->
                                CLOUD.ec2()
                                        .runInstances(
                                                request(3, 5).toBuilder()
                                                        .clientToken(token + "b")
                                                        .build()))
                .hasMessageContaining("sufficient m1.small capacity");
    }

    @Test
    void listShowsMatchesAndStrikesUntilTheFaultIsRemoved() throws Exception {
        HttpResponse<String> set = set("{\"kind\":\"throttle\",\"operation\":\"GetCon*\"}");
        String id = SignedRequests.field(set, "id");
        assertThatThrownBy(
                () -> CLOUD.ec2().getConsoleOutput(it -> it.instanceId("i-0123456789abcdef0")));

        assertThat(CLOUD.signed().control("faults").body())
                .contains("\"id\" : \"" + id + "\"", "\"strikes\" : 1", "\"matches\" : 1");
        assertThat(CLOUD.signed().delete("faults/" + id).body()).doesNotContain(id);
        assertThat(CLOUD.signed().delete("faults/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void listShowsWhatIsSet() throws Exception {
        set(
                "{\"kind\":\"disk-full\",\"count\":3,\"after\":\"1m\",\"for\":\"1h\","
                        + "\"delay\":\"5s\",\"window\":\"90s\"}");
        set("{\"kind\":\"partial-capacity\",\"instances\":2}");
        set("{\"kind\":\"clock-skew\",\"offset\":\"-5m\"}");

        assertThat(CLOUD.signed().control("faults").body())
                .contains("\"count\" : 3", "\"after\" : \"60s\"", "\"for\" : \"3600s\"")
                .contains("\"delay\" : \"5s\"", "\"window\" : \"90s\"")
                .contains("\"instances\" : 2", "\"offset\" : \"-300s\"");
    }

    @Test
    void callsAreCountedByOperationCallerAndOutcome() throws Exception {
        CLOUD.signed().delete("calls");
        set("{\"kind\":\"throttle\",\"operation\":\"DescribeRegions\",\"count\":1}");

        assertThatThrownBy(() -> CLOUD.ec2().describeRegions(it -> {}));
        CLOUD.ec2().describeRegions(it -> {});
        CLOUD.ec2().describeRegions(it -> {});

        assertThat(CLOUD.signed().control("calls").body().replaceAll("\\s+", " "))
                .contains(
                        "\"operation\" : \"ec2:DescribeRegions\", \"caller\" : \"aws-sdk-java\","
                                + " \"outcome\" : \"OK\", \"count\" : 2",
                        "\"outcome\" : \"RequestLimitExceeded\", \"count\" : 1");
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

    private static HttpResponse<String> set(String body) throws Exception {
        HttpResponse<String> answer = CLOUD.signed().control("faults", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static int status(String query) throws Exception {
        return CLOUD.signed().query("ec2", query).statusCode();
    }

    private static boolean areAll(String state, List<String> ids) {
        return CLOUD.ec2().describeInstances(it -> it.instanceIds(ids)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .allMatch(instance -> instance.state().nameAsString().equals(state));
    }

    private RunInstancesResponse launch() {
        return CLOUD.ec2().runInstances(request(1, 1));
    }

    private RunInstancesRequest request(int min, int max) {
        return RunInstancesRequest.builder()
                .imageId("ami-0abcdef1234567890")
                .minCount(min)
                .maxCount(max)
                .clientToken(token)
                .placement(it -> it.availabilityZone("us-east-1a"))
                .build();
    }

    private long launchedWithToken() {
        return CLOUD
                .ec2()
                .describeInstances(
                        it ->
                                it.filters(
                                        Filter.builder()
                                                .name("client-token")
                                                .values(token)
                                                .build()))
                .reservations()
                .stream()
                .mapToLong(reservation -> reservation.instances().size())
                .sum();
    }
}

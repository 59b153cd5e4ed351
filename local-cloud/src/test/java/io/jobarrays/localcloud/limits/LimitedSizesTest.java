package io.jobarrays.localcloud.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Sizes over the control API: each is lowered, seen to refuse a call, and switched off. */
class LimitedSizesTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(8);

    private static String zone = "";

    /** Sizes that the test has changed. */
    private final Set<String> changed = new HashSet<>();

    @BeforeAll
    static void findZone() {
        String id = CLOUD.route53().listHostedZones().hostedZones().getFirst().id();
        zone = id.substring(id.lastIndexOf('/') + 1);
    }

    @AfterEach
    void restore() throws Exception {
        for (String name : List.copyOf(changed)) {
            set(name, "\"factor\":1,\"enabled\":true");
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void lowerMaximumRefusesTheCallUntilItIsOff(OversizedCall call) throws Exception {
        set(call.name(), "\"max\":" + call.max());

        assertThat(send(call)).contains(call.code());
        assertThat(size(call.name()).field("refused").orElseThrow().text()).isNotEqualTo("0");

        set(call.name(), "\"enabled\":false");

        assertThat(send(call)).doesNotContain(call.code());
    }

    static Stream<OversizedCall> calls() {
        return OversizedCall.all();
    }

    @Test
    void everySizeHasACall() throws Exception {
        assertThat(names())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        OversizedCall.all().map(OversizedCall::name),
                                        Stream.of(
                                                "route53:zone-page-items",
                                                "route53:record-set-page-items"))
                                .toList());
    }

    @Test
    void pagesOfRoute53AreAsLongAsTheirMaximum() throws Exception {
        set("route53:record-set-page-items", "\"max\":1");
        set("route53:zone-page-items", "\"max\":1");
        CLOUD.route53().createHostedZone(it -> it.name("second.org").callerReference("second"));

        assertThat(rest("GET hostedzone?maxitems=100", "")).contains("<IsTruncated>true<");
        assertThat(rest("GET hostedzone/" + zone + "/rrset", "")).contains("<IsTruncated>true<");
        set("route53:record-set-page-items", "\"enabled\":false");
        assertThat(rest("GET hostedzone/" + zone + "/rrset", "")).contains("<IsTruncated>false<");
    }

    @Test
    void pageWithoutASizeIsAsLongAsItsMaximum() throws Exception {
        set("ec2:DescribeInstanceTypes:page-items", "\"max\":7");

        assertThat(CLOUD.ec2().describeInstanceTypes(it -> {}).instanceTypes()).hasSize(7);
    }

    @Test
    void raisedMaximumAcceptsMoreThanTheDocumentedOne() throws Exception {
        set("ec2:page-items", "\"factor\":2");

        assertThat(query("DescribeInstances&MaxResults=2000")).doesNotContain("<Code>");
        assertThat(query("DescribeInstances&MaxResults=2001"))
                .contains("Expecting a value between 5 and 2000");
    }

    @Test
    void bucketsAndSizesChangeApart() throws Exception {
        CLOUD.signed().control("limits", "{\"enabled\":false,\"factor\":2}");
        CLOUD.signed().control("limits/reset", "{}");

        assertThat(size("ec2:page-items").field("max").orElseThrow().text()).isEqualTo("1000");
        assertThat(size("ec2:page-items").field("enabled").orElseThrow().text()).isEqualTo("true");
    }

    @Test
    void impossibleMaximumIsRefused() throws Exception {
        assertThat(set("ec2:page-items", "\"max\":0").body()).contains("is not a number from 1");
        assertThat(set("ec2:page-items", "\"factor\":0.0001").statusCode()).isEqualTo(400);
        assertThat(set("ec2:page-items", "\"capacity\":5").body())
                .contains("There is no field \\\"capacity\\\"; the fields are name, enabled");
    }

    private static String send(OversizedCall call) throws Exception {
        String service = call.name().split(":", 2)[0];
        return switch (service) {
            case "ec2" -> query(call.operation());
            case "route53" ->
                    rest(
                            call.operation().replace("zone/", "hostedzone/" + zone + "/"),
                            call.body());
            default -> CLOUD.signed().json(service, call.operation(), call.body()).body();
        };
    }

    private static String query(String call) throws Exception {
        return CLOUD.signed().query("ec2", "Version=2016-11-15&Action=" + call).body();
    }

    private static String rest(String call, String body) throws Exception {
        String[] parts = call.split(" ", 2);
        return CLOUD.signed().rest(SdkHttpMethod.fromValue(parts[0]), parts[1], body).body();
    }

    private HttpResponse<String> set(String name, String fields) throws Exception {
        changed.add(name);
        return CLOUD.signed().control("limits", "{\"name\":\"%s\",%s}".formatted(name, fields));
    }

    private static JsonNode size(String name) throws Exception {
        return sizes().stream()
                .filter(it -> it.field("name").orElseThrow().text().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names() throws Exception {
        return sizes().stream().map(it -> it.field("name").orElseThrow().text()).toList();
    }

    private static List<JsonNode> sizes() throws Exception {
        return SignedRequests.json(CLOUD.signed().control("limits"))
                .field("sizes")
                .orElseThrow()
                .asArray();
    }
}

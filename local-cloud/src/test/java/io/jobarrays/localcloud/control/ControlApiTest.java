package io.jobarrays.localcloud.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Instance;

class ControlApiTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(4);

    @Test
    void advancingTheClockMovesTheAccountButNotSignatureTime() throws Exception {
        String id = launch().instanceId();
        CLOUD.ec2().terminateInstances(it -> it.instanceIds(id));
        await().until(() -> CLOUD.ec2().describeInstances().toString().contains("terminated"));
        Path file = CLOUD.state().resolve("clock");
        long before = offset(CLOUD.signed().control("clock"));

        HttpResponse<String> moved = CLOUD.signed().control("clock", "{\"advance\":\"1h30m\"}");

        assertThat(offset(moved)).isEqualTo(before + 5400);
        assertThat(Files.readString(file).strip()).isEqualTo("" + (before + 5400));
        assertThat(
                        Duration.between(
                                Instant.now(), Instant.parse(SignedRequests.field(moved, "now"))))
                .isBetween(Duration.ofMinutes(89), Duration.ofDays(2));
        assertThat(CLOUD.ec2().describeInstances().toString())
                .as("terminated for more than an hour")
                .doesNotContain(id);
        assertThat(Duration.between(Instant.now(), launch().launchTime()))
                .isGreaterThan(Duration.ofMinutes(89));

        CLOUD.signed().control("clock", "{\"advance\":\"24h\"}");

        assertThat(offset(CLOUD.signed().control("clock"))).isEqualTo(before + 5400 + 86_400);
    }

    @Test
    void clockFarAheadIsRefused() throws Exception {
        long before = offset(CLOUD.signed().control("clock"));

        assertThat(refusal("clock", "{\"advance\":\"36501d\"}"))
                .isEqualTo("\"advance\": \"36501d\" is longer than 100 years.");
        CLOUD.signed().control("clock", "{\"advance\":\"1h\"}");
        assertThat(refusal("clock", "{\"advance\":\"36500d\"}"))
                .isEqualTo("The clock of the account can be at most 100 years ahead.");

        assertThat(offset(CLOUD.signed().control("clock"))).isEqualTo(before + 3600);
        assertThat(Files.readString(CLOUD.state().resolve("clock")).strip())
                .isEqualTo("" + (before + 3600));
    }

    @Test
    void networkOfARunningInstanceIsDisconnectedAndConnected() throws Exception {
        String id = running();

        assertThat(network(id, false).statusCode()).isEqualTo(200);
        assertThat(CLOUD.machines().isDisconnected(id)).isTrue();
        assertThat(network(id, true).statusCode()).isEqualTo(200);
        assertThat(CLOUD.machines().isDisconnected(id)).isFalse();

        CLOUD.ec2().stopInstances(it -> it.instanceIds(id));
        HttpResponse<String> refused = network(id, false);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(SignedRequests.field(refused, "message")).isEqualTo(id + " is not running.");
    }

    @Test
    void clockOfARunningInstanceIsSetAheadAndBehind() throws Exception {
        String id = running();

        CLOUD.signed().control("instances/" + id + "/clock", "{\"ahead\":\"1h30m\"}");
        assertThat(CLOUD.machines().clockOffset(id)).isEqualTo(Duration.ofMinutes(90));
        CLOUD.signed().control("instances/" + id + "/clock", "{\"behind\":\"10s\"}");
        assertThat(CLOUD.machines().clockOffset(id)).isEqualTo(Duration.ofSeconds(-10));
    }

    @Test
    void invalidCallIsRefusedInOneSentence() throws Exception {
        assertThat(refusal("clock", "{\"advance\":\"yesterday\"}"))
                .isEqualTo("\"advance\": \"yesterday\" is not a duration; write 5s, 2m or 1h30m.");
        assertThat(refusal("clock", "{}")).isEqualTo("\"advance\" is missing.");
        assertThat(refusal("clock", "x")).isEqualTo("The body is no JSON object.");
        assertThat(refusal("instances/i-0123456789abcdef0/network", "{\"up\":\"maybe\"}"))
                .isEqualTo("\"up\" is true or false.");
        assertThat(refusal("instances/i-0123456789abcdef0/network", "{\"up\":true}"))
                .isEqualTo("The instance ID 'i-0123456789abcdef0' does not exist");
        assertThat(CLOUD.signed().control("weather", "{}").statusCode()).isEqualTo(501);
        assertThat(CLOUD.signed().control("calls").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clock|''|The body is no JSON object.",
                "clock|{\"advance\":{}}|\"advance\" has one value, not a list or an object.",
                "faults|{\"kind\":\"slow\",\"zone\":[\"a\"]}|\"zone\" has one value, not a list or an object.",
                "clock|{\"advace\":\"1h\"}|There is no field \"advace\"; the fields are advance.",
                "spot-price|{\"type\":\"m5.large\"}|There is no field \"type\"; the fields are instance_type,",
                "instances/i-0/interrupt|{\"actoin\":\"stop\"}|There is no field \"actoin\"; the fields are action, after.",
                "instances/i-0/network|{\"down\":true}|There is no field \"down\"; the fields are up.",
                "instances/i-0/clock|{\"offset\":\"1h\"}|There is no field \"offset\"; the fields are ahead, behind.",
                "instances/i-0/metadata|{\"down\":true}|There is no field \"down\"; the fields are up.",
                "limits/reset|{\"name\":\"route53\"}|POST /_local/limits/reset has no fields.",
                "capacity|{\"instances\":1.9}|\"instances\": \"1.9\" is not a whole number.",
                "capacity|{\"instances\":-1}|\"instances\": \"-1\" is not a number from 0 to 2147483647.",
                "capacity|{\"zone\":\"mars\",\"instances\":1}|There is no zone \"mars\"; the zones are us-east-1a,",
                "capacity|{\"instance_type\":\"x\",\"instances\":1}|There is no instance type \"x\".",
                "spot-price|{\"instance_type\":\"m5.large\",\"availability_zone\":\"mars\",\"price\":1}|There is no zone \"mars\";",
                "spot-price|{\"instance_type\":\"vt1.3xlarge\",\"availability_zone\":\"us-east-1b\",\"price\":1}|The zone us-east-1b does not offer the instance type vt1.3xlarge.",
            })
    void misspelledOrImpossibleFieldIsRefused(String path, String body, String message)
            throws Exception {
        assertThat(refusal(path, body)).startsWith(message);
    }

    @Test
    void longDurationIsRefused() throws Exception {
        assertThat(refusal("clock", "{\"advance\":\"" + "1d".repeat(20_000) + "\"}"))
                .startsWith("\"advance\": \"1d1d")
                .endsWith("write 5s, 2m or 1h30m.");
    }

    @Test
    void refusedDelaysChangeNothing() throws Exception {
        CLOUD.signed().control("delays", "{\"pending\":\"3s\"}");
        try {
            refusal("delays", "{\"pending\":\"5s\",\"boot\":\"soon\"}");
            refusal("delays", "{\"profile\":\"nope\"}");
            refusal("delays", "{\"profile\":\"realistic\",\"boot\":\"soon\"}");

            HttpResponse<String> delays = CLOUD.signed().control("delays");
            assertThat(SignedRequests.field(delays, "pending")).isEqualTo("3s-3s");
            assertThat(SignedRequests.field(delays, "boot")).isEqualTo("0s-0s");
        } finally {
            CLOUD.signed().control("delays", "{\"profile\":\"fast\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"factor\":3,\"enabled\":\"perhaps\"}",
                "{\"name\":\"route53\",\"factor\":2,\"capacity\":0}",
                "{\"name\":\"route53\",\"capacity\":7,\"enabled\":\"perhaps\"}",
                "{\"name\":\"ec2:page-items\",\"max\":7,\"enabled\":\"perhaps\"}",
                "{\"name\":\"ec2:page-items\",\"factor\":2,\"max\":0}",
            })
    void refusedLimitsChangeNothing(String body) throws Exception {
        String before = CLOUD.signed().control("limits").body();

        refusal("limits", body);

        assertThat(CLOUD.signed().control("limits").body()).isEqualTo(before);
    }

    @Test
    void callThatIsNotSignedIsRefusedAsJson() throws Exception {
        HttpRequest unsigned =
                HttpRequest.newBuilder(URI.create(CLOUD.cloud().endpoint() + "/_local/calls"))
                        .build();

        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> refused = http.send(unsigned, BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(SignedRequests.field(refused, "code")).isEqualTo("AuthFailure");
        }
    }

    private static String refusal(String path, String body) throws Exception {
        HttpResponse<String> answer = CLOUD.signed().control(path, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        return SignedRequests.field(answer, "message");
    }

    private static HttpResponse<String> network(String id, boolean up) throws Exception {
        return CLOUD.signed().control("instances/" + id + "/network", "{\"up\":" + up + "}");
    }

    private static long offset(HttpResponse<String> answer) {
        return Long.parseLong(SignedRequests.field(answer, "offset_seconds"));
    }

    private static String running() {
        String id = launch().instanceId();
        await().until(() -> CLOUD.machines().isUp(id));
        await().until(
                        () ->
                                CLOUD.ec2()
                                        .describeInstances(it -> it.instanceIds(id))
                                        .toString()
                                        .contains("Name=running"));
        return id;
    }

    private static Instance launch() {
        return CLOUD.ec2()
                .runInstances(it -> it.imageId("ami-0abcdef1234567890").minCount(1).maxCount(1))
                .instances()
                .getFirst();
    }
}

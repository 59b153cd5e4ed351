package io.jobarrays.server.agents;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.Arrays;
import io.jobarrays.server.files.Logs;
import io.jobarrays.server.files.Outputs;
import io.jobarrays.server.files.TarGz;
import io.jobarrays.server.instances.Place;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ConnectionTest {
    @Inject Arrays arrays;
    @Inject Agents agents;
    @Inject Logs logs;
    @Inject Outputs outputs;

    @TestHTTPResource("/agents/connection")
    URI address = URI.create("");

    private LaunchedMachine machine;
    private String token;

    @BeforeEach
    void launch() throws Exception {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "echo $JOB_ARRAY_INDEX"));
        token = machine.token(new TestIdentity());
    }

    @AfterEach
    void forget() {
        machine.forget();
    }

    @Test
    void whoSaysHelloIsToldItsWork() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, token)) {
            agent.say(
                    "{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\",\"peers_generation\":0}");

            assertThat(agent.next("work"))
                    .contains(
                            "\"id\":\"%s/1/1\"".formatted(machine.arrayId),
                            "\"command\":\"echo $JOB_ARRAY_INDEX\"",
                            "\"held\":false");
            assertThat(agents.connected(place())).isTrue();
            assertThat(agents.lastHeard(place())).isAfter(Instant.now().minusSeconds(5));
        }
        Awaitility.await().until(() -> !agents.connected(place()));
    }

    @Test
    void withoutTheTokenThereIsNoConnection() {
        assertThatThrownBy(() -> TestAgent.connect(address, "wrong")).hasMessageContaining("401");
    }

    @Test
    void logIsKeptWhereItContinuesAndTheAnswerSaysWhere() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, token)) {
            agent.say(log(0, "one\n"));
            assertThat(agent.next("log_stored")).contains("\"offset\":4", "\"full\":false");
            agent.say(log(0, "one\ntwo\n"));
            assertThat(agent.next("log_stored")).contains("\"offset\":4");
            agent.say(log(4, "x".repeat(64 << 10)));
            assertThat(agent.next("log_stored")).contains("\"offset\":65540");
        }
        byte[] kept = logs.read(machine.arrayId, 1).readAllBytes();

        assertThat(new String(kept, StandardCharsets.UTF_8)).startsWith("one\nxxx").hasSize(65540);
    }

    @Test
    void theEndIsTakenAndAcknowledgedEachTimeItIsSaid() throws Exception {
        String ended =
                "{\"type\":\"ended\",\"id\":\"%s/1/1\",\"exit\":\"EXIT_7\",\"part\":\"command\"}"
                        .formatted(machine.arrayId);
        try (TestAgent agent = TestAgent.connect(address, token)) {
            agent.say(ended);
            agent.next("end_stored");
            agent.say(ended);
            agent.next("end_stored");
        }

        assertThat(arrays.view(machine.arrayId).members().get(1).exitStatus()).isEqualTo("EXIT_7");
    }

    @Test
    void aReplacedInstanceIsNotHeard() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, token)) {
            machine.replace();
            agent.say(log(0, "late"));

            agent.awaitClose();
        }

        assertThat(logs.read(machine.arrayId, 1).readAllBytes()).isEmpty();
        assertThatThrownBy(() -> TestAgent.connect(address, token)).hasMessageContaining("401");
        given().header("Authorization", "Bearer " + token)
                .get("/agents/bundle")
                .then()
                .statusCode(401);
    }

    @Test
    void outputsLargerThanAnyOtherBodyAreKept() {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(14 << 20, ' ', 0x7f).forEach(c -> noise.append((char) c));
        byte[] archive = new TarGz().file("out/noise", noise.toString()).bytes();

        upload(archive, LaunchedMachine.sha256(archive), 201);

        assertThat(archive).hasSizeGreaterThan(11 << 20);
        assertThat(outputs.of(machine.arrayId))
                .singleElement()
                .satisfies(output -> assertThat(output.files()).containsExactly("out/noise"));
    }

    @Test
    void outputsThatArriveDamagedAreNotKept() {
        byte[] archive = new TarGz().file("a", "b").bytes();

        upload(archive, "0".repeat(64), 422);

        assertThat(outputs.of(machine.arrayId)).isEmpty();
    }

    private void upload(byte[] archive, String sha256, int status) {
        given().header("Authorization", "Bearer " + token)
                .header("X-Content-SHA256", sha256)
                .header("X-Attempt", 1)
                .contentType("application/gzip")
                .body(archive)
                .put("/agents/outputs")
                .then()
                .statusCode(status);
    }

    private Place place() {
        return new Place(machine.arrayId, 1, 1, 1, machine.instanceId);
    }

    private String log(long offset, String text) {
        String data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return "{\"type\":\"log\",\"work\":\"%s/1/1\",\"offset\":%d,\"data\":\"%s\"}"
                .formatted(machine.arrayId, offset, data);
    }
}

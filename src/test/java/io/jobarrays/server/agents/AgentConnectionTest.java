package io.jobarrays.server.agents;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import io.jobarrays.contract.messages.LogRecord;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.identity.TestAgentKey;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.files.logs.LogQuery;
import io.jobarrays.server.files.logs.LogStore;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.watch.InstanceChange;
import io.jobarrays.server.state.StateDirectory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AgentConnectionTest {
    @Inject JobArrays arrays;
    @Inject ConnectedAgents agents;
    @Inject LogStore logs;
    @Inject StateDirectory state;
    @Inject EventRows events;
    @Inject Event<InstanceChange> changes;

    @TestHTTPResource("/agents/connection")
    URI address = URI.create("");

    private LaunchedMachine machine;
    private String token;

    @BeforeEach
    void launch() throws Exception {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "echo $JOB_ARRAY_INDEX"));
        token = machine.token(new TestIdentitySigner());
    }

    @AfterEach
    void endArray() {
        machine.endArray();
    }

    @Test
    void sendsWorkAfterHello() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(
                    "{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\",\"peers_generation\":0}");

            assertThat(agent.next("work"))
                    .contains(
                            "\"id\":\"%s/1/1\"".formatted(machine.arrayId),
                            "\"command\":\"echo $JOB_ARRAY_INDEX\"",
                            "\"held\":false");
            assertThat(agents.isConnected(assignment())).isTrue();
            assertThat(agents.lastMessageAt(assignment())).isAfter(Instant.now().minusSeconds(5));
        }
        Awaitility.await().until(() -> !agents.isConnected(assignment()));
    }

    @Test
    void refusesConnectionWithWrongToken() {
        assertThatThrownBy(() -> TestAgent.connect(address, machine, "wrong"))
                .hasMessageContaining("401");
    }

    @Test
    void refusesConnectionWithCopiedToken() {
        String proof = new TestAgentKey().proof("GET", address.getPath(), token);

        assertThatThrownBy(() -> TestAgent.connect(address, token, proof))
                .hasMessageContaining("401");
    }

    @Test
    void appendsLogAtItsOffsetAndAcknowledgesTheOffset() throws Exception {
        String large = "x".repeat(60 << 10);
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(log(0, "one\n"));
            assertThat(agent.next("log_stored")).contains("\"offset\":17");
            agent.send(log(0, "one\n"));
            assertThat(agent.next("log_stored")).contains("\"offset\":17");
            agent.send(log(17, large));
            assertThat(agent.next("log_stored")).contains("\"offset\":" + (30 + (60 << 10)));
        }

        assertThat(storedLog()).isEqualTo("one\n" + large);
    }

    @Test
    void refusesOneStreamOfAnArrayWithoutSplitOutput() {
        String log = "/api/v1/arrays/%s/logs/0".formatted(machine.arrayId);

        authorized()
                .get(log + "?stream=err")
                .then()
                .statusCode(422)
                .body("detail", containsString("keeps stdout and stderr in one log"))
                .body("detail", containsString("launch it with --split-output"));
        authorized().get(log + "?format=records").then().statusCode(200);
        authorized().get(log + "?format=json").then().statusCode(422);
    }

    @Test
    void keepsConnectionWithoutAcknowledgingUnwritableLog() throws Exception {
        Path blocked = Files.createFile(state.directory("logs", machine.arrayId).resolve("1"));
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(log(0, "one\n"));
            agent.send("{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\"}");
            assertThat(agent.next("log_stored", "work")).contains("\"work\"");

            Files.delete(blocked);
            agent.send(log(0, "one\n"));
            agent.next("log_stored");
        }

        assertThat(storedLog()).isEqualTo("one\n");
    }

    @Test
    void ignoresLogOfAnotherMembersWork() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(log(0, "forged\n").replace("/1/1\"", "/1/2\""));
            agent.send(log(0, "forged\n").replace("/1/1\"", "/0/1\""));
            agent.send(log(0, "own\n"));
            agent.next("log_stored");
        }

        assertThat(storedLog()).isEqualTo("own\n");
        assertThat(logs.read(machine.arrayId, 0, LogQuery.ALL).text().readAllBytes()).isEmpty();
    }

    @Test
    void storesLogOfNewAttempt() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(log(0, "first\n"));
            agent.next("log_stored");

            ArrayEdits.edit(machine.arrayId, array -> array.member(1).restart(array.now()));
            agent.send(log(0, "second\n").replace("/1/1\"", "/1/2\""));
            agent.next("log_stored");
        }

        assertThat(storedLog()).isEqualTo("first\nsecond\n");
    }

    @Test
    void keepsConnectionAfterUnreadableMessage() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send("{\"type\":\"log\",\"offset\":\"no number\"}");
            agent.send("not even JSON");
            agent.send("{\"type\":\"of_a_later_version\",\"x\":1}");
            agent.send("{\"type\":\"work\",\"id\":\"x\"}");
            agent.send(log(0, "one\n"));

            agent.next("log_stored");
        }
    }

    @Test
    void closesConnectionOfFloodingAgent() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            String frame = log(0, "x".repeat(60 << 10));

            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 10_000; i++) {
                                    agent.send(frame);
                                }
                            })
                    .isNotNull();
        }
    }

    @Test
    void acknowledgesRepeatedEndOfWork() throws Exception {
        String ended =
                "{\"type\":\"ended\",\"id\":\"%s/1/1\",\"exit\":\"EXIT_7\",\"part\":\"command\"}"
                        .formatted(machine.arrayId);
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(ended);
            agent.next("end_stored");
            agent.send(ended);
            agent.next("end_stored");
        }

        assertThat(arrays.view(machine.arrayId).members().get(1).exitStatus()).isEqualTo("EXIT_7");
    }

    @Test
    void ignoresReplacedInstance() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            Awaitility.await().until(() -> agents.isConnected(assignment()));
            machine.replace();
            agent.send(
                    "{\"type\":\"ended\",\"id\":\"%s/1/1\",\"exit\":\"EXIT_0\",\"part\":\"command\"}"
                            .formatted(machine.arrayId));

            agent.awaitClose();
        }

        assertThat(arrays.view(machine.arrayId).members().get(1).exitStatus()).isNull();
        assertThat(events.ofArray(machine.arrayId, 0).toString())
                .contains("a newer instance has its place");
        assertThatThrownBy(() -> TestAgent.connect(address, machine, token))
                .hasMessageContaining("401");
    }

    @Test
    void closesConnectionOfReplacedInstance() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send("{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\"}");
            agent.next("work");
            machine.replace();
            changes.fire(new InstanceChange(machine.arrayId));

            agent.awaitClose();
        }

        assertThat(storedLog()).isEmpty();
    }

    private Assignment assignment() {
        return new Assignment(machine.arrayId, 1, 1, 1, machine.instanceId);
    }

    private String storedLog() throws IOException {
        byte[] text = logs.read(machine.arrayId, 1, LogQuery.ALL).text().readAllBytes();
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Message with one log record. */
    private String log(long offset, String text) {
        byte[] entry =
                new LogRecord(LogRecord.OUT, 0, text.getBytes(StandardCharsets.UTF_8)).bytes();
        String data = Base64.getEncoder().encodeToString(entry);
        return "{\"type\":\"log\",\"work\":\"%s/1/1\",\"offset\":%d,\"data\":\"%s\",\"dropped_lines\":0}"
                .formatted(machine.arrayId, offset, data);
    }
}

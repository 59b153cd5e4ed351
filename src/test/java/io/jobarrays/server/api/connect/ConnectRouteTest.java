package io.jobarrays.server.api.connect;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.agents.LaunchedMachine;
import io.jobarrays.server.agents.TestAgent;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.auth.AuthorizedRequests;
import io.jobarrays.server.instances.rows.Assignment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ConnectRouteTest {
    private static final String OPEN =
            "{\"type\":\"open\",\"command\":\"uname -a\",\"terminal\":true,\"columns\":100,\"rows\":30}";

    private static final String HELLO = "{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\"}";

    @Inject JobArrays arrays;
    @Inject EventRows events;
    @Inject ConnectedAgents connectedAgents;

    @TestHTTPResource("/agents/connection")
    URI agents = URI.create("");

    @TestHTTPResource("/api/v1/connect/")
    URI connect = URI.create("");

    private LaunchedMachine machine;
    private String token = "";

    @BeforeEach
    void launch() throws Exception {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true"));
        token = machine.token(new TestIdentitySigner());
    }

    @AfterEach
    void forget() {
        machine.endArray();
    }

    @Test
    void passesACommandToTheMachineAndItsOutputBack() throws Exception {
        try (TestAgent agent = agent();
                TestAgent client = client(machine.arrayId + "%5B1%5D")) {
            client.send(OPEN);
            JsonObject opened = new JsonObject(agent.next("session_open"));
            assertThat(opened.getString("command")).isEqualTo("uname -a");
            assertThat(opened.getBoolean("terminal")).isTrue();
            assertThat(opened.getInteger("columns")).isEqualTo(100);
            String session = opened.getString("session");

            client.send("{\"type\":\"input\",\"data\":\"eQo=\"}");
            assertThat(agent.next("session_input")).contains("\"data\":\"eQo=\"", "\"end\":false");
            client.send("{\"type\":\"resize\",\"columns\":80,\"rows\":25}");
            assertThat(agent.next("session_resize")).contains("\"rows\":25");
            client.send("{\"type\":\"end\"}");
            assertThat(agent.next("session_input")).contains("\"end\":true");
            agent.sendOutput(session, "err", "b25l");
            agent.sendOutput(session, "out", "dHdv");
            agent.send(ended(session));

            assertThat(client.next("output")).contains("\"stream\":\"err\"", "b25l");
            assertThat(client.next("output")).contains("\"stream\":\"out\"", "dHdv");
            assertThat(client.next("ended")).contains("\"exit\":\"EXIT_3\"", "\"problem\":null");
            client.awaitClose();
        }
        assertThat(events.ofArray(machine.arrayId, 0).toString())
                .contains("[1]: connect: uname …")
                .contains("[1]: connect: uname …, ended EXIT_3")
                .doesNotContain("-a");
    }

    @Test
    void connectsToAPortOfTheMachineAndRecordsItOnce() throws Exception {
        try (TestAgent agent = agent()) {
            for (int i = 0; i < 2; i++) {
                try (TestAgent client = client(machine.instanceId)) {
                    client.send("{\"type\":\"open\",\"port\":8265}");
                    JsonObject opened = new JsonObject(agent.next("session_open"));
                    assertThat(opened.getInteger("port")).isEqualTo(8265);
                    agent.send(ended(opened.getString("session")));
                    // The server has recorded the session then.
                    client.next("ended");
                }
            }
        }
        assertThat(events.ofArray(machine.arrayId, 0).toString())
                .containsOnlyOnce("[1]: connect: port 8265 is forwarded");
    }

    @Test
    void passesVariables() throws Exception {
        try (TestAgent agent = agent();
                TestAgent client = client(machine.instanceId)) {
            client.send("{\"type\":\"open\",\"command\":\"env\",\"env\":{\"A\":\"b c\"}}");

            assertThat(new JsonObject(agent.next("session_open")).getJsonObject("environment"))
                    .isEqualTo(new JsonObject().put("A", "b c"));
        }
    }

    @Test
    void inputWaitsForAnAgentThatAcknowledgesIt() throws Exception {
        String data = "A".repeat(40_000); // 30,000 bytes
        try (TestAgent agent = agent();
                TestAgent client = client(machine.instanceId)) {
            client.send(OPEN);
            String session = new JsonObject(agent.next("session_open")).getString("session");
            agent.send(inputTaken(session, 0));
            for (int i = 0; i < 10; i++) {
                client.send("{\"type\":\"input\",\"data\":\"%s\"}".formatted(data));
            }
            int fitting = AgentMessage.SESSION_WINDOW / 30_000;
            for (int i = 0; i < fitting; i++) {
                agent.next("session_input");
            }
            agent.sendOutput(session, "out", "b25l");
            client.next("output");
            assertThat(agent.hasReceived("session_input")).as("one more than fits").isFalse();

            agent.send(inputTaken(session, 240_000));

            for (int i = fitting; i < 10; i++) {
                agent.next("session_input");
            }
        }
    }

    private static String inputTaken(String session, long bytes) {
        return "{\"type\":\"session_input_taken\",\"session\":\"%s\",\"bytes\":%d}"
                .formatted(session, bytes);
    }

    @Test
    void acknowledgesOutputThatTheClientHasRead() throws Exception {
        try (TestAgent agent = agent();
                TestAgent client = client(machine.instanceId)) {
            client.send(OPEN);
            String session = new JsonObject(agent.next("session_open")).getString("session");

            for (int i = 0; i < 5; i++) {
                agent.sendOutput(session, "out", "AAAA".repeat(5000));
            }

            assertThat(agent.next("session_taken")).contains("\"bytes\":75000");
        }
    }

    @Test
    void closesTheSessionWhenTheClientDisconnects() throws Exception {
        try (TestAgent agent = agent()) {
            TestAgent client = client(machine.instanceId);
            client.send("{\"type\":\"open\",\"command\":null,\"terminal\":true}");
            agent.next("session_open");

            client.close();

            agent.next("session_close");
        }
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(events.ofArray(machine.arrayId, 0).toString())
                                        .contains("connect: a shell, ended STOPPED"));
    }

    @Test
    void endsTheSessionWhenTheAgentDisconnects() throws Exception {
        TestAgent agent = agent();
        try (TestAgent client = client(machine.instanceId)) {
            client.send(OPEN);
            agent.next("session_open");

            agent.close();

            assertThat(client.next("ended")).contains("connection to its agent broke");
        }
    }

    @Test
    void closesTheSessionOfAClientThatDoesNotRead() throws Exception {
        try (TestAgent agent = agent();
                TestAgent client = client(machine.instanceId)) {
            client.send(OPEN);
            String session = new JsonObject(agent.next("session_open")).getString("session");
            client.stopReading();

            String data = "A".repeat(60_000);
            String received = "";
            for (int i = 0; i < 200 && !received.contains("session_close"); i++) {
                agent.sendOutput(session, "out", data);
                agent.sendOutput(session, "out", data);
                agent.send(HELLO);
                received = agent.next("session_close", "work");
            }

            assertThat(received).contains("session_close", session);
        }
    }

    @Test
    void ignoresSessionMessagesOfAnotherMachine() throws Exception {
        LaunchedMachine other = LaunchedMachine.launch(arrays, Map.of("command", "true"));
        String otherToken = other.token(new TestIdentitySigner());
        try (TestAgent agent = agent();
                TestAgent otherAgent = TestAgent.connect(agents, other, otherToken);
                TestAgent client = client(machine.instanceId)) {
            client.send(OPEN);
            String session = new JsonObject(agent.next("session_open")).getString("session");

            otherAgent.sendOutput(session, "out", "Zm9yZ2Vk");
            otherAgent.send(ended(session));
            otherAgent.send(HELLO);
            otherAgent.next("work");
            agent.sendOutput(session, "out", "b3du");

            assertThat(client.next("output")).contains("b3du");
        }
        other.endArray();
    }

    @Test
    void answersAnUnconnectedAgentWithAProblem() throws Exception {
        try (TestAgent client = client(machine.instanceId)) {
            assertThat(client.next("problem"))
                    .contains("SPAWN-AGENT-AWAY", "409", "has not been connected since");
            client.awaitClose();
        }
    }

    @Test
    void answersUnknownSeveralAndUnlaunchedMembersWithProblems() throws Exception {
        try (TestAgent client = client("unknown")) {
            assertThat(client.next("problem")).contains("SPAWN-NOT-FOUND", "404");
        }
        try (TestAgent client = client(machine.arrayId)) {
            assertThat(client.next("problem")).contains("SPAWN-ONE-MEMBER", "[0]");
        }
        try (TestAgent client = client(machine.arrayId + "%5B0%5D")) {
            assertThat(client.next("problem")).contains("has no machine yet");
        }
    }

    @Test
    void answersAnUnexpectedFirstFrameWithAProblem() throws Exception {
        try (TestAgent agent = agent();
                TestAgent client = client(machine.instanceId)) {
            agent.send(HELLO);
            client.send("{\"type\":\"input\",\"data\":\"\"}");

            assertThat(client.next("problem")).contains("first frame");
        }
    }

    @Test
    void refusesAConnectionWithoutToken() {
        URI address = URI.create(connect + machine.instanceId);

        assertThatThrownBy(() -> TestAgent.connect(address, Map.of())).hasMessageContaining("401");
        assertThatThrownBy(
                        () ->
                                TestAgent.connect(
                                        address, Map.of("Authorization", "Bearer " + token)))
                .hasMessageContaining("401");
    }

    @Test
    void refusesACallThatIsNoWebSocket() {
        authorized().get("/api/v1/connect/unknown").then().statusCode(426);
    }

    private TestAgent agent() throws IOException {
        TestAgent agent = TestAgent.connect(agents, machine, token);
        Assignment place = new Assignment(machine.arrayId, 1, 1, 1, machine.instanceId);
        Awaitility.await().until(() -> connectedAgents.isConnected(place));
        return agent;
    }

    private TestAgent client(String selector) throws IOException {
        return TestAgent.connect(
                URI.create(connect + selector),
                Map.of("Authorization", "Bearer " + AuthorizedRequests.token()));
    }

    private static String ended(String session) {
        return "{\"type\":\"session_ended\",\"session\":\"%s\",\"exit\":\"EXIT_3\"}"
                .formatted(session);
    }
}

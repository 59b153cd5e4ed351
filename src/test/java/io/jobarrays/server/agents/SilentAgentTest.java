package io.jobarrays.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage.SessionEnded;
import io.jobarrays.contract.messages.AgentMessage.SessionOutput;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.instances.rows.Assignment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SilentAgentTest {
    private static final SessionRequest SHELL =
            new SessionRequest(null, true, 80, 24, Map.of(), null);

    @Inject JobArrays arrays;
    @Inject ConnectedAgents agents;
    @Inject SessionRelays sessions;

    @TestHTTPResource("/agents/connection")
    URI address = URI.create("");

    private LaunchedMachine machine;

    @BeforeEach
    void launch() {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true"));
    }

    @AfterEach
    void endArray() {
        machine.endArray();
    }

    @Test
    void endsSessionOfUnresponsiveAgent() throws Exception {
        SessionRelays shortTimeout =
                new SessionRelays(agents, Clock.systemUTC(), Duration.ofMillis(300));
        Assignment assignment = new Assignment(machine.arrayId, 1, 1, 1, machine.instanceId);
        try (TestAgent agent =
                TestAgent.connect(address, machine, machine.token(new TestIdentitySigner()))) {
            agent.send("{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\"}");
            agent.next("work");

            SessionRelay session = shortTimeout.begin(assignment, SHELL);

            assertThat(session.next())
                    .isInstanceOfSatisfying(
                            SessionEnded.class,
                            end -> assertThat(end.problem()).contains("has not answered"));
            agent.next("session_close");
        }
    }

    @Test
    void keepsSessionOnNewerConnectionWhenEarlierOneCloses() throws Exception {
        Assignment assignment = new Assignment(machine.arrayId, 1, 1, 1, machine.instanceId);
        String token = machine.token(new TestIdentitySigner());
        try (TestAgent earlier = TestAgent.connect(address, machine, token)) {
            Awaitility.await().until(() -> agents.isConnected(assignment));
            AgentConnection earlierConnection = agents.connection(assignment).orElseThrow();
            try (TestAgent agent = TestAgent.connect(address, machine, token)) {
                earlier.awaitClose();
                SessionRelay session = sessions.begin(assignment, SHELL);
                agent.next("session_open");

                // The server may learn late that the earlier connection closed.
                sessions.connectionLost(earlierConnection);
                agent.sendOutput(session.id(), "out", "dHdv");

                assertThat(session.next()).isInstanceOf(SessionOutput.class);
                session.close();
            }
        }
    }
}

package io.jobarrays.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.AgentMessage.SessionEnded;
import io.jobarrays.contract.AgentMessage.SessionOutput;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.instances.Place;
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
    @Inject JobArrays arrays;
    @Inject Agents agents;
    @Inject Sessions sessions;

    @TestHTTPResource("/agents/connection")
    URI address = URI.create("");

    private LaunchedMachine machine;

    @BeforeEach
    void launch() {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true"));
    }

    @AfterEach
    void forget() {
        machine.forget();
    }

    @Test
    void aSessionWhoseAgentGivesNoSignOfLifeEndsWithThatSentence() throws Exception {
        Sessions impatient = new Sessions(agents, Clock.systemUTC(), Duration.ofMillis(300));
        Place place = new Place(machine.arrayId, 1, 1, 1, machine.instanceId);
        try (TestAgent agent =
                TestAgent.connect(address, machine, machine.token(new TestIdentity()))) {
            agent.say("{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\"}");
            agent.next("work");

            Session session = impatient.begin(place, null, true, 80, 24);

            assertThat(session.next())
                    .isInstanceOfSatisfying(
                            SessionEnded.class,
                            end -> assertThat(end.problem()).contains("has not answered"));
            agent.next("session_close");
        }
    }

    @Test
    void theEndOfAnEarlierConnectionEndsNoSessionOnTheNewerOne() throws Exception {
        Place place = new Place(machine.arrayId, 1, 1, 1, machine.instanceId);
        String token = machine.token(new TestIdentity());
        try (TestAgent earlier = TestAgent.connect(address, machine, token)) {
            Awaitility.await().until(() -> agents.connected(place));
            try (TestAgent agent = TestAgent.connect(address, machine, token)) {
                earlier.awaitClose();
                Session session = sessions.begin(place, null, true, 80, 24);
                agent.next("session_open");

                agent.say(
                        "{\"type\":\"session_output\",\"session\":\"%s\",\"stream\":\"out\",\"data\":\"dHdv\"}"
                                .formatted(session.id()));

                assertThat(session.next()).isInstanceOf(SessionOutput.class);
                session.close();
            }
        }
    }
}

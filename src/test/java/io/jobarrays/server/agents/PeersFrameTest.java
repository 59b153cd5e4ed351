package io.jobarrays.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.instances.rows.Assignment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PeersFrameTest {
    @Inject JobArrays arrays;
    @Inject ConnectedAgents agents;

    @TestHTTPResource("/agents/connection")
    URI address = URI.create("");

    private LaunchedMachine machine;
    private String token;

    @BeforeEach
    void launch() throws Exception {
        machine = LaunchedMachine.launch(arrays, Map.of("command", "true"));
        token = machine.token(new TestIdentitySigner());
    }

    @AfterEach
    void endArray() {
        machine.endArray();
    }

    /** Permits are shared by all arrays: a lost one would be lost until the server ends. */
    @Test
    void frameThatCannotBeEncodedGivesItsPermitBack() throws Exception {
        Semaphore permits = new Semaphore(1);
        EncodedPeers broken =
                new EncodedPeers(
                        1,
                        () -> {
                            throw new IllegalStateException("made by a test");
                        });
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            Assignment assignment = new Assignment(machine.arrayId, 1, 1, 1, machine.instanceId);
            Awaitility.await().until(() -> agents.isConnected(assignment));

            agents.connection(assignment).orElseThrow().send(broken, permits);

            agent.awaitClose();
            assertThat(permits.availablePermits()).isEqualTo(1);
        }
    }
}

package io.jobarrays.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.instances.rows.Assignment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
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
    @Inject PeerDeliveries deliveries;

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

    @Test
    void peersAreCompressedForAgentsThatAcceptIt() throws Exception {
        Assignment assignment = new Assignment(machine.arrayId, 1, 1, 1, machine.instanceId);
        EncodedPeers peers = new EncodedPeers(1, () -> new AgentMessage.Peers(1, List.of(), "00"));
        String proof = machine.key.proof("GET", address.getPath(), token);
        Map<String, String> headers =
                Map.of(
                        "Authorization",
                        "Bearer " + token,
                        "Spawn-Proof",
                        proof,
                        "Accept-Encoding",
                        "gzip");
        try (TestAgent agent = TestAgent.connect(address, headers)) {
            Awaitility.await().until(() -> agents.isConnected(assignment));
            deliveries.send(assignment, peers);

            assertThat(agent.next("peers")).startsWith(TestAgent.COMPRESSED + "{");
        }
        Awaitility.await().until(() -> !agents.isConnected(assignment));
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            Awaitility.await().until(() -> agents.isConnected(assignment));
            deliveries.send(assignment, peers);

            assertThat(agent.next("peers")).startsWith("{");
        }
    }
}

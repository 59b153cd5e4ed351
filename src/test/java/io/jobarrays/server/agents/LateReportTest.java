package io.jobarrays.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.instances.rows.Assignment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports of an agent that was silent, and of one that cannot write the peers. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LateReportTest {
    @Inject JobArrays arrays;
    @Inject ConnectedAgents agents;
    @Inject PeerDeliveries deliveries;
    @Inject EventRows events;

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

    @Test
    void lateExitReplacesAgentSilent() throws Exception {
        endAsSilent(1);

        reportExit(7);
        reportExit(7);

        assertThat(member().exitStatus()).isEqualTo("EXIT_7");
        assertThat(member().reason()).isNull();
        assertThat(member().note()).isEqualTo("collect: x");
        assertThat(events.ofArray(machine.arrayId, 0))
                .filteredOn(event -> event.text().contains("EXIT_7, reported late"))
                .hasSize(1);
    }

    @Test
    void lateExitOfAnEarlierAttemptIsAcknowledgedOnly() throws Exception {
        endAsSilent(2);

        reportExit(7);

        assertThat(member().exitStatus()).isEqualTo("AGENT_SILENT");
    }

    @Test
    void reasonWhyAnAgentCannotWriteThePeersIsShownUntilItHasWrittenThem() throws Exception {
        Assignment assignment = new Assignment(machine.arrayId, 1, 1, 1, machine.instanceId);
        String failed =
                "{\"type\":\"peers_not_written\",\"generation\":1,\"reason\":\"/etc/hosts: Read-only file system\"}";
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            Awaitility.await().until(() -> agents.isConnected(assignment));
            deliveries.send(
                    assignment,
                    new EncodedPeers(1, () -> new AgentMessage.Peers(1, List.of(), "00")));
            agent.send(failed);
            agent.send(failed);

            Awaitility.await()
                    .untilAsserted(
                            () ->
                                    assertThat(member().reason())
                                            .endsWith("/etc/hosts: Read-only file system"));
            assertThat(events.ofArray(machine.arrayId, 0))
                    .filteredOn(event -> event.text().contains("cannot write peers"))
                    .hasSize(1);

            agent.send("{\"type\":\"peers_written\",\"generation\":1,\"sha256\":\"00\"}");
            Awaitility.await().untilAsserted(() -> assertThat(member().reason()).isNull());
        }
    }

    private void endAsSilent(int attempt) {
        ArrayEdits.edit(
                machine.arrayId,
                array -> {
                    Member member = array.member(1);
                    while (member.attempt < attempt) {
                        member.restart(array.now());
                    }
                    member.endAttempt(attempt, "AGENT_SILENT", "x", array.now());
                });
    }

    private void reportExit(int code) throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(
                    "{\"type\":\"ended\",\"id\":\"%s/1/1\",\"exit\":\"EXIT_%d\",\"part\":\"command\",\"note\":\"collect: x\"}"
                            .formatted(machine.arrayId, code));
            agent.next("end_stored");
        }
    }

    private MemberView member() {
        return arrays.view(machine.arrayId).members().get(1);
    }
}

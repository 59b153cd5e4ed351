package io.jobarrays.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.identity.TestIdentitySigner;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.instances.watch.InstanceChange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connection of an agent whose machine becomes that of another member. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ReassignedMachineTest {
    private static final String HELLO = "{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\"}";

    @Inject JobArrays arrays;
    @Inject ConnectedAgents agents;
    @Inject InstanceRows instances;
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
    void goesOnAsTheMemberWhoseMachineItIsNow() throws Exception {
        try (TestAgent agent = TestAgent.connectReassignable(address, machine, token)) {
            agent.send(HELLO);
            agent.next("work");
            machine.reassign(0);
            changes.fire(new InstanceChange(machine.arrayId));
            agent.next("reassigned");
            agent.send(ended(1));
            agent.send(HELLO);

            assertThat(agent.next("work")).contains("\"id\":\"%s/0/1\"".formatted(machine.arrayId));
            agent.send(ended(0));
            agent.next("end_stored");
        }

        assertThat(arrays.view(machine.arrayId).members().get(0).exitStatus()).isEqualTo("EXIT_0");
        assertThat(arrays.view(machine.arrayId).members().get(1).exitStatus()).isNull();
    }

    @Test
    void asksForHelloWhenAReportIsThatOfTheFormerMember() throws Exception {
        try (TestAgent agent = TestAgent.connectReassignable(address, machine, token)) {
            agent.send(HELLO);
            agent.next("work");
            machine.reassign(0);

            agent.send(ended(1));

            agent.next("reassigned");
        }
        assertThat(arrays.view(machine.arrayId).members().get(1).exitStatus()).isNull();
    }

    /** The machine may have gone, and a frame would count as received all the same. */
    @Test
    void sendsNothingToTheNextMemberBeforeItsHello() throws Exception {
        try (TestAgent agent = TestAgent.connectReassignable(address, machine, token)) {
            agent.send(HELLO);
            agent.next("work");
            machine.reassign(0);
            changes.fire(new InstanceChange(machine.arrayId));
            agent.next("reassigned");
            Assignment next = instances.assignment(machine.instanceId).orElseThrow();

            assertThat(agents.send(next, new AgentMessage.Go("none"))).isFalse();
            agent.send(HELLO);
            agent.next("work");
            assertThat(agents.send(next, new AgentMessage.Go("none"))).isTrue();
        }
    }

    /** An agent that has restarted sends it again, and nothing else before. */
    @Test
    void acknowledgesTheLogOfTheFormerMember() throws Exception {
        machine.reassign(0);
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(HELLO);
            agent.next("work");

            agent.send(
                    "{\"type\":\"log\",\"work\":\"%s/1/1\",\"offset\":4,\"data\":\"AAAA\",\"dropped_lines\":0}"
                            .formatted(machine.arrayId));

            assertThat(agent.next("log_stored")).contains("\"offset\":7");
        }
    }

    @Test
    void closesConnectionOfAgentThatConnectsAgainAsAnotherMember() throws Exception {
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(HELLO);
            agent.next("work");
            machine.reassign(0);
            changes.fire(new InstanceChange(machine.arrayId));

            agent.awaitClose();
        }
        try (TestAgent agent = TestAgent.connect(address, machine, token)) {
            agent.send(HELLO);

            assertThat(agent.next("work")).contains("\"id\":\"%s/0/1\"".formatted(machine.arrayId));
        }
    }

    @Test
    void countsPeersThatTheMachineOfAnIndexHasAlready() throws Exception {
        LaunchedMachine turns =
                LaunchedMachine.launch(arrays, Map.of("command", "true", "max-concurrent", "1"));
        String itsToken = turns.token(new TestIdentitySigner());
        ArrayEdits.edit(turns.arrayId, it -> it.row().peersPublished(1, "hash"));
        try (TestAgent agent = TestAgent.connect(address, turns, itsToken)) {
            agent.send(
                    "{\"type\":\"hello\",\"version\":\"1\",\"phase\":\"idle\",\"peers_generation\":1}");

            Awaitility.await()
                    .untilAsserted(
                            () ->
                                    assertThat(arrays.view(turns.arrayId).members().get(1).phase())
                                            .isEqualTo("peers"));
        } finally {
            turns.endArray();
        }
    }

    private String ended(int index) {
        return "{\"type\":\"ended\",\"id\":\"%s/%d/1\",\"exit\":\"EXIT_0\",\"part\":\"command\"}"
                .formatted(machine.arrayId, index);
    }
}

package io.jobarrays.server.arrays.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.StatementCount;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.AgentMessageReceived;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cost of a message of an agent, counted in statements. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MessageCostTest {
    @Inject AgentMessageHandler handler;
    @Inject Clock clock;

    private final List<String> created = new ArrayList<>();

    /**
     * @param message makes the n-th message
     * @param statements of each message
     */
    record Cost(String name, IntFunction<AgentMessage.FromAgent> message, int statements) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Cost> costs() {
        return List.of(
                new Cost("peers_written", i -> new AgentMessage.PeersWritten(i, "hash"), 1),
                new Cost("activity", i -> new AgentMessage.Activity("busy " + i, 0), 1),
                new Cost(
                        "deadline_stored",
                        i -> new AgentMessage.DeadlineStored("2030-01-01T00:00:%02dZ".formatted(i)),
                        1),
                // One event; its number is taken from the sequence once in fifty events.
                new Cost("note", i -> new AgentMessage.Note("note " + i), 1),
                new Cost(
                        "ended of another work",
                        i -> new AgentMessage.Ended("other/1/1", "EXIT_0", "command", null, false),
                        0),
                new Cost("hello", i -> new AgentMessage.Hello("1", null, "idle", 0, "boot"), 0));
    }

    @AfterEach
    void endArrays() {
        created.forEach(id -> ArrayEdits.end(id, clock.instant()));
    }

    @ParameterizedTest
    @MethodSource("costs")
    void doesNotDependOnTheNumberOfMembers(Cost message) {
        assertThat(statements(message, 300))
                .isEqualTo(statements(message, 3))
                .isEqualTo(message.statements());
    }

    private long statements(Cost message, int size) {
        String array = create(size);
        Assignment assignment = new Assignment(array, 1, 1, 1, "i-" + array);
        return StatementCount.leastOfOwner(
                array,
                30,
                i ->
                        handler.handle(
                                new AgentMessageReceived(
                                        assignment, message.message().apply(i + 1))));
    }

    /** An array without a reconciler, whose member 1 has an enrolled instance. */
    private String create(int size) {
        String id = ArrayEdits.create(size);
        created.add(id);
        ArrayEdits.edit(
                id,
                array -> {
                    ArrayEdits.addInstance(array, 1, "i-" + id, InstanceState.RUNNING, "nonce");
                    array.instances().find("i-" + id).orElseThrow().enrol("nonce", array.now());
                });
        return id;
    }
}

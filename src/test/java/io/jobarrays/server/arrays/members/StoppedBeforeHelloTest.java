package io.jobarrays.server.arrays.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.agents.AgentMessageReceived;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that a policy stops before the first message of its agent, or by its agent. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class StoppedBeforeHelloTest {
    private static final String CAUSE = "stopped, since index 1 ended with EXIT_3";

    @Inject AgentMessageHandler handler;
    @Inject ArrayOwners owners;
    @Inject Clock clock;

    private String array = "";

    @BeforeEach
    void stopTheWorkOfAnEnrolledMember() {
        array = ArrayEdits.create(2);
        ArrayEdits.edit(
                array,
                it -> {
                    ArrayEdits.addInstance(it, 0, "i-" + array, InstanceState.RUNNING, "nonce");
                    it.instances().find("i-" + array).orElseThrow().enrol("nonce", it.now());
                    it.member(0).stopWork(CAUSE);
                });
    }

    @AfterEach
    void end() {
        ArrayEdits.end(array, clock.instant());
    }

    @Test
    void endsWhenTheAgentHasNoWork() {
        hello(null, "idle");

        assertThat(member().exit()).isEqualTo(Plain.ENDED_BY_POLICY);
    }

    @Test
    void isEndedByTheAgentThatHasIt() {
        hello(WorkId.of(array, member()), "running");

        assertThat(member().open()).isTrue();
    }

    @Test
    void keepsNoNoteOfOutputsThatItWasNotLeftToMake() {
        tell(
                new AgentMessage.Ended(
                        WorkId.of(array, member()),
                        "SIGNAL_15",
                        "command",
                        null,
                        true,
                        "collect: the work made no file that matches result.json"));

        assertThat(member().exit()).isEqualTo(Plain.ENDED_BY_POLICY);
        assertThat(member().reason()).isEqualTo(CAUSE + "; its work ended with SIGNAL_15");
        assertThat(member().note()).isNull();
    }

    private void hello(@Nullable String work, String phase) {
        tell(new AgentMessage.Hello("1", work, phase, 0, "boot"));
    }

    private void tell(AgentMessage.FromAgent message) {
        handler.handle(
                new AgentMessageReceived(new Assignment(array, 0, 1, 1, "i-" + array), message));
    }

    private MemberSnapshot member() {
        return owners.call(array, it -> it.memberSnapshot(0).orElseThrow());
    }
}

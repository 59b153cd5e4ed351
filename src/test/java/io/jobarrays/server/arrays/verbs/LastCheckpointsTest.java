package io.jobarrays.server.arrays.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A member at work whose agent is not connected, and one that has no work yet. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LastCheckpointsTest {
    private String array = "";

    @Inject LastCheckpoints checkpoints;
    @Inject ArrayOwners owners;

    @AfterEach
    void end() {
        ArrayEdits.end(array, Instant.now());
    }

    @Test
    void saysWhyTheMachineEndsWithoutANewCheckpoint() {
        create(Map.of("checkpoint", "state"));
        ArraySnapshot now = owners.snapshot(array);

        assertThat(checkpoints.take(now, now.members()))
                .containsExactly(
                        Map.entry(0, "from its checkpoint before: its agent is not connected"));
    }

    @Test
    void asksNoAgentOfWorkWithoutCheckpoints() {
        create(Map.of());
        ArraySnapshot now = owners.snapshot(array);

        assertThat(checkpoints.take(now, now.members())).isEmpty();
    }

    private void create(Map<String, String> flags) {
        array = ArrayEdits.create(2, flags);
        ArrayEdits.edit(
                array,
                it -> {
                    for (int index = 0; index < 2; index++) {
                        String id = "i-%d-%s".formatted(index, array);
                        ArrayEdits.addInstance(it, index, id, InstanceState.RUNNING, "nonce");
                    }
                    it.instances().find("i-0-" + array).orElseThrow().workReceived(1);
                });
    }
}

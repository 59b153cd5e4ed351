package io.jobarrays.server.instances.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class InstancePollRowsTest {
    @Inject InstancePollRows rows;
    @Inject Clock clock;

    private String arrayId;

    @BeforeEach
    void create() {
        arrayId = ArrayEdits.create(3);
    }

    @AfterEach
    void end() {
        ArrayEdits.end(arrayId, clock.instant());
    }

    @Test
    void countsByStateWithoutTerminatedInstances() {
        Map<InstanceState, Long> before = rows.counts();

        add(0, "i-0c00000000000000a", InstanceState.STOPPED);
        add(1, "i-0c00000000000000b", InstanceState.STOPPED);
        add(2, "i-0c00000000000000c", InstanceState.TERMINATED);

        Map<InstanceState, Long> after = rows.counts();
        assertThat(after).doesNotContainKey(InstanceState.TERMINATED);
        assertThat(after.get(InstanceState.STOPPED))
                .isEqualTo(before.getOrDefault(InstanceState.STOPPED, 0L) + 2);
    }

    private void add(int index, String instanceId, InstanceState state) {
        ArrayEdits.edit(
                arrayId,
                array -> ArrayEdits.addInstance(array, index, instanceId, state, "n" + index));
    }
}

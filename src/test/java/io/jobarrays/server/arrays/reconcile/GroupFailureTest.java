package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures of one member of three that are at work. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class GroupFailureTest {
    private static final String CAUSE = "stopped, since index 2 ended with EXIT_3";

    @Inject ArrayOwners owners;
    @Inject Clock clock;

    private String array = "";

    @AfterEach
    void end() {
        ArrayEdits.end(array, clock.instant());
    }

    @Test
    void stopsTheOthersOfAnArrayWithBarrier() {
        create(Map.of("barrier", "true"));

        end(2, "EXIT_3");

        assertThat(each(one -> "" + one.stopCause)).containsExactly(CAUSE, CAUSE, "null");
        end(0, "ENDED_BY_POLICY");
        end(1, "EXIT_0");
        assertThat(each(one -> "" + one.exitStatus))
                .containsExactly("ENDED_BY_POLICY", "EXIT_0", "EXIT_3");
        assertThat(each(one -> one.attempt)).containsOnly(1);
    }

    @Test
    void retriesAllOnceTheLastHasEnded() {
        create(Map.of("barrier", "true", "retries", "1"));

        end(2, "EXIT_3");
        end(0, "ENDED_BY_POLICY");
        assertThat(each(one -> one.attempt)).as("one is still at work").containsOnly(1);
        assertThat(owners.snapshot(array).retriesTogether()).isTrue();

        end(1, "SIGNAL_15");

        assertThat(each(one -> one.attempt)).containsOnly(2);
        assertThat(each(one -> "" + one.exitStatus + one.stopCause)).containsOnly("nullnull");
        assertThat(each(one -> one.leastGeneration)).as("the machines stay").containsOnly(0);
        assertThat(owners.snapshot(array).retriesTogether()).isFalse();
    }

    @Test
    void doesNotRetryAnArrayThatHasSucceeded() {
        create(Map.of("barrier", "true", "retries", "1", "success", "2"));
        end(0, "EXIT_0");
        end(1, "EXIT_0");

        end(2, "EXIT_3");

        assertThat(each(one -> one.attempt)).containsOnly(1);
        assertThat(owners.snapshot(array).retriesTogether()).isFalse();
    }

    @Test
    void replacesOnlyMachinesWhoseStateIsUnknown() {
        create(Map.of("barrier", "true", "retries", "1"));

        end(2, "EXIT_3");
        end(0, "ENDED_BY_POLICY");
        end(1, "SPOT_LOST");

        assertThat(each(one -> one.attempt)).containsOnly(2);
        assertThat(each(one -> one.leastGeneration)).containsExactly(0, 2, 0);
    }

    @Test
    void leavesTheOthersAloneWithoutBarrierOrOnRequest() {
        create(Map.of());
        end(2, "EXIT_3");
        assertThat(each(one -> "" + one.stopCause)).containsOnly("null");
        end();

        create(Map.of("barrier", "true", "on-member-failure", "continue"));
        end(2, "EXIT_3");
        assertThat(each(one -> "" + one.stopCause)).containsOnly("null");
    }

    @Test
    void aMemberThatDidNotComeUpStopsNoOther() {
        create(Map.of("barrier", "true"));

        end(0, "LAUNCH_FAILED:PeersNotWritten");

        assertThat(each(one -> "" + one.stopCause)).containsOnly("null");
    }

    @Test
    void anEndThatWasAskedForStopsNoOther() {
        create(Map.of("on-member-failure", "stop-all"));

        end(0, "STOPPED");
        end(1, "EXIT_0");
        assertThat(each(one -> "" + one.stopCause)).containsOnly("null");
    }

    @Test
    void aDrainedArrayIsNotRetried() {
        create(Map.of("barrier", "true", "retries", "1"));
        end(2, "EXIT_3");
        ArrayEdits.edit(array, it -> it.row().drain());

        end(0, "ENDED_BY_POLICY");
        end(1, "ENDED_BY_POLICY");

        assertThat(each(one -> one.attempt)).containsOnly(1);
        assertThat(owners.snapshot(array).retriesTogether()).isFalse();
    }

    private void create(Map<String, String> flags) {
        array = ArrayEdits.create(3, flags);
        ArrayEdits.edit(
                array,
                it -> {
                    for (int index = 0; index < 3; index++) {
                        String id = "i-%d-%s".formatted(index, array);
                        ArrayEdits.addInstance(it, index, id, InstanceState.RUNNING, "nonce");
                    }
                    it.publish(1, "", IndexSet.firstOf(3), "[]");
                });
    }

    private void end(int index, String exit) {
        owners.run(array, it -> new AttemptEnd(index, 1, ExitReason.parse(exit), null).apply(it));
    }

    private <T> List<T> each(Function<Member, T> field) {
        return owners.call(array, it -> it.members().stream().map(field).toList());
    }
}

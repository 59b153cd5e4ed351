package io.jobarrays.server.arrays.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.events.ProgressEvent;
import io.jobarrays.server.arrays.owner.ArrayEdits;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AttemptEndTest {
    @Inject ArrayOwners owners;
    @Inject EventRows events;
    @Inject Clock clock;

    private String array = "";

    @BeforeEach
    void create() {
        array = ArrayEdits.create(2);
        ArrayEdits.edit(
                array,
                it -> ArrayEdits.addInstance(it, 1, "i-" + array, InstanceState.RUNNING, "nonce"));
    }

    @AfterEach
    void end() {
        ArrayEdits.end(array, clock.instant());
    }

    @Test
    void agentThatIsHeardAgainIsNotEndedAsSilent() {
        assertThat(end(Plain.AGENT_SILENT)).isFalse();

        assertThat(end(new ExitReason.Exit(3))).isTrue();
    }

    @Test
    void agentOfATerminatedInstanceIsEndedAsSilent() {
        ArrayEdits.edit(
                array, it -> it.instances().all().forEach(one -> one.observed(null, it.now())));

        assertThat(end(Plain.AGENT_SILENT)).isTrue();
    }

    @Test
    void attemptEndsOnce() {
        assertThat(end(new ExitReason.Exit(0))).isTrue();

        assertThat(end(new ExitReason.Exit(1))).isFalse();
    }

    @Test
    void noteIsApartFromTheReason() {
        AttemptEnd end = new AttemptEnd(1, 1, new ExitReason.Exit(1), null, "collect: x");

        owners.run(array, it -> end.apply(it));

        assertThat(events.ofArray(array, 0))
                .extracting(ProgressEvent::text)
                .singleElement()
                .asString()
                .endsWith(": EXIT_1; collect: x");
    }

    private boolean end(ExitReason exit) {
        return owners.call(array, it -> new AttemptEnd(1, 1, exit, null).apply(it));
    }
}

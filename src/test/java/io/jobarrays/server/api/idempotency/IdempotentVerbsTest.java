package io.jobarrays.server.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.reconcile.SimulatedMachines;
import io.jobarrays.server.arrays.reconcile.SimulatedPhases;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.batch.ExecutionAwait;
import io.jobarrays.server.batch.Executions;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Verbs sent twice with one {@code Idempotency-Key} act once. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IdempotentVerbsTest {
    @Inject Executions executions;
    @Inject JobArrays arrays;
    @Inject SimulatedPhases phases;
    @Inject SimulatedMachines machines;

    private final String key = UUID.randomUUID().toString();

    @Test
    void extendsOnceForOneKey() {
        String array = running("simulated-extend-once");
        Instant before = Objects.requireNonNull(machines.deadline(array, 0));

        String first = verb(array, "extend", "{\"duration\": \"1h\"}");
        String second = verb(array, "extend", "{\"duration\": \"1h\"}");

        assertThat(second).isEqualTo(first);
        assertThat(machines.deadline(array, 0)).isEqualTo(before.plus(Duration.ofHours(1)));
        end("simulated-extend-once", array);
    }

    @Test
    void replacesOnceForOneKey() {
        String array = running("simulated-replace-once");

        String first = verb(array, "replace", "{\"indexes\": \"0\"}");
        String second = verb(array, "replace", "{\"indexes\": \"0\"}");

        assertThat(second).isEqualTo(first);
        assertThat(arrays.view(array).members().getFirst().attempt()).isEqualTo(2);
        end("simulated-replace-once", array);
    }

    @Test
    void scalesOnceForOneKey() {
        String array = running("simulated-scale-once");

        String first = verb(array, "scale", "{\"size\": 3}");
        String second = verb(array, "scale", "{\"size\": 3}");

        assertThat(second).isEqualTo(first).contains("joins");
        ArrayView view = arrays.view(array);
        assertThat(view.size()).isEqualTo(3);
        assertThat(view.members()).hasSize(3);
        end("simulated-scale-once", array);
    }

    private String verb(String array, String verb, String body) {
        Response answer =
                IdempotencyTest.keyed(key)
                        .body(body)
                        .post(IdempotencyTest.ARRAYS + "/" + array + "/" + verb);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.asString();
    }

    /** An array whose members' work is held. */
    private String running(String name) {
        phases.hold(name);
        String array =
                IdempotencyTest.launch(UUID.randomUUID().toString(), IdempotencyTest.spec(name))
                        .path("id");
        ExecutionAwait.eventually(() -> assertThat(phases.waitingMembers(name)).isEqualTo(2));
        return array;
    }

    private void end(String name, String array) {
        phases.releaseHeld(name);
        ExecutionAwait.until(executions, arrays.executionOf(array), ExecutionState.COMPLETED);
    }
}

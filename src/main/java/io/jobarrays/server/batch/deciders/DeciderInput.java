package io.jobarrays.server.batch.deciders;

import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.problems.OutageRetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Input of deciders from the execution's row; the batch engine keeps no text of users. */
@ApplicationScoped
class DeciderInput {
    private final ExecutionRows rows;
    private final SpecCodec codec;

    DeciderInput(ExecutionRows rows, SpecCodec codec) {
        this.rows = rows;
        this.codec = codec;
    }

    /** A property of a decision; empty text if it is not set. */
    String property(long execution, String decision, String name) {
        return codec.readNestedMap(find(execution).decisions)
                .getOrDefault(decision, Map.of())
                .getOrDefault(name, "");
    }

    /** A parameter of the execution; empty text if it was not given. */
    String parameter(long execution, String name) {
        return codec.readMap(find(execution).parameters).getOrDefault(name, "");
    }

    /** A decider that fails ends the job as failed. */
    private Execution find(long execution) {
        return OutageRetry.call("a decision", () -> rows.find(execution));
    }
}

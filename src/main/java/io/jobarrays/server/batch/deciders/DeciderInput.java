package io.jobarrays.server.batch.deciders;

import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.problems.OutageRetry;
import jakarta.batch.runtime.StepExecution;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jberet.runtime.context.JobContextImpl;

/** Input of deciders from the execution's row; the batch engine keeps no text of users. */
@ApplicationScoped
class DeciderInput {
    private final ExecutionRows rows;
    private final StageRows stages;
    private final JobArrays arrays;
    private final SpecCodec codec;

    DeciderInput(ExecutionRows rows, StageRows stages, JobArrays arrays, SpecCodec codec) {
        this.rows = rows;
        this.stages = stages;
        this.arrays = arrays;
        this.codec = codec;
    }

    /** Last steps before the decision; after a split one of each flow. */
    List<StepExecution> before(JobContext job, String decision) {
        JobContextImpl context = (JobContextImpl) job;
        return new PrecedingSteps(context.getJobExecution().getStepExecutions())
                .of(decision, context.getJob().getJobElements());
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

    /**
     * From the rows: the exit status counts failures, and some indexes may have been ended by a
     * policy.
     *
     * @param step last step of the stage
     */
    StageShare share(long execution, String step) {
        String stage = step.substring(0, step.lastIndexOf('.'));
        return OutageRetry.call(
                "a decision",
                () -> {
                    String array = stages.find(execution, stage).arrayId;
                    return array == null
                            ? StageShare.NONE
                            : new StageShare(
                                    arrays.succeeded(array).size(), arrays.memberCount(array));
                });
    }

    /** A decider that fails ends the job as failed. */
    private Execution find(long execution) {
        return OutageRetry.call("a decision", () -> rows.find(execution));
    }
}

package io.jobarrays.server.batch;

import io.jobarrays.contract.Durations;
import io.jobarrays.server.arrays.ExecutionArrays;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.ExtendVerb;
import io.jobarrays.server.arrays.verbs.HandedOverMembers;
import io.jobarrays.server.arrays.verbs.MemberResult;
import io.jobarrays.server.arrays.verbs.ReplaceVerb;
import io.jobarrays.server.arrays.verbs.ScaleVerb;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.verbs.StartVerb;
import io.jobarrays.server.arrays.verbs.StopVerb;
import io.jobarrays.server.arrays.verbs.TerminateVerb;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Verbs on arrays and members, with their effect on the batch job that runs the array. */
@ApplicationScoped
public class ArrayVerbs {
    private final JobArrays arrays;
    private final ExecutionArrays ofExecutions;
    private final StopVerb stopVerb;
    private final StartVerb startVerb;
    private final ExtendVerb extendVerb;
    private final ReplaceVerb replaceVerb;
    private final ScaleVerb scaleVerb;
    private final TerminateVerb terminateVerb;
    private final HandedOverMembers handedOver;
    private final Executions executions;
    private final ExecutionReruns reruns;

    ArrayVerbs(
            JobArrays arrays,
            ExecutionArrays ofExecutions,
            StopVerb stopVerb,
            StartVerb startVerb,
            ExtendVerb extendVerb,
            ReplaceVerb replaceVerb,
            ScaleVerb scaleVerb,
            TerminateVerb terminateVerb,
            HandedOverMembers handedOver,
            Executions executions,
            ExecutionReruns reruns) {
        this.arrays = arrays;
        this.ofExecutions = ofExecutions;
        this.stopVerb = stopVerb;
        this.startVerb = startVerb;
        this.extendVerb = extendVerb;
        this.replaceVerb = replaceVerb;
        this.scaleVerb = scaleVerb;
        this.terminateVerb = terminateVerb;
        this.handedOver = handedOver;
        this.executions = executions;
        this.reruns = reruns;
    }

    public List<MemberResult> extend(Selection selection, Duration by) {
        String command = "spawn extend %s " + Durations.format(by);
        return handedOver.answered(selection, command, true, extendVerb.extend(selection, by));
    }

    /** Stops the execution too if the stop cuts off work of the whole array. */
    public List<MemberResult> stop(Selection selection) {
        List<MemberResult> results = stopVerb.stop(selection);
        if (anyOk(results) && stopVerb.suspend(selection)) {
            executions.stopIfOpen(arrays.executionOf(selection.arrayId()));
        }
        return handedOver.answered(selection, "spawn stop %s", true, results);
    }

    /** The execution goes on: its work is resumed with the instances. */
    public List<MemberResult> hibernate(Selection selection) {
        return handedOver.answered(
                selection, "spawn hibernate %s", true, stopVerb.hibernate(selection));
    }

    public List<MemberResult> start(Selection selection) {
        List<MemberResult> started =
                rerunning(
                        selection.arrayId(),
                        () -> {
                            List<MemberResult> results = startVerb.start(selection);
                            if (anyOk(results)) {
                                startVerb.resume(selection.arrayId());
                            }
                            return results;
                        });
        return handedOver.answered(selection, "spawn start %s", true, started);
    }

    /** Stops the execution too if this ends a whole array before its work has ended. */
    public List<MemberResult> terminate(Selection selection) {
        long execution = arrays.executionOf(selection.arrayId());
        boolean cut = terminateVerb.cutsOff(selection);
        List<MemberResult> results = terminateVerb.terminate(selection);
        if (cut) {
            executions.stopIfOpen(execution);
        }
        if (selection.members() == null && !reruns.isOpen(execution)) {
            // A verb that a crash cut off may have reopened it, and no batch job will finish it.
            ofExecutions.batchJobEnded(execution);
        }
        return handedOver.answered(selection, "spawn terminate %s", false, results);
    }

    public List<MemberResult> replace(Selection selection) {
        return handedOver.without(
                selection,
                "spawn replace %s",
                member -> true,
                its -> rerunning(its.arrayId(), () -> replaceVerb.replace(its)));
    }

    public List<MemberResult> retry(Selection selection) {
        return handedOver.without(
                selection,
                "spawn retry %s --failed",
                member -> !member.succeeded(),
                its -> rerunning(its.arrayId(), () -> replaceVerb.retry(its)));
    }

    public List<MemberResult> scale(String arrayId, int size) {
        long execution = arrays.executionOf(arrayId);
        if (arrays.view(arrayId).stage() != null && reruns.isOpen(execution)) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "array %s is a stage of execution %d, which goes on; it can be scaled when that has ended"
                            .formatted(arrayId, execution));
        }
        return rerunning(arrayId, () -> scaleVerb.scale(arrayId, size));
    }

    /**
     * Runs the execution again if members are open afterwards, also those of a verb cut off by a
     * crash.
     */
    private List<MemberResult> rerunning(String arrayId, Supplier<List<MemberResult>> verb) {
        long execution = arrays.executionOf(arrayId);
        reruns.requireRerunnable(execution);
        List<MemberResult> results = verb.get();
        if (arrays.needsBatchJob(arrayId)) {
            reruns.rerun(execution);
        }
        return results;
    }

    private static boolean anyOk(List<MemberResult> results) {
        return results.stream().anyMatch(MemberResult::ok);
    }
}

package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.ExtendVerb;
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

/** The verbs on arrays and members, with what each means for the batch job that walks them. */
@ApplicationScoped
public class ArrayVerbs {
    private final JobArrays arrays;
    private final StopVerb stopVerb;
    private final StartVerb startVerb;
    private final ExtendVerb extendVerb;
    private final ReplaceVerb replaceVerb;
    private final ScaleVerb scaleVerb;
    private final TerminateVerb terminateVerb;
    private final Executions executions;

    ArrayVerbs(
            JobArrays arrays,
            StopVerb stopVerb,
            StartVerb startVerb,
            ExtendVerb extensions,
            ReplaceVerb replacements,
            ScaleVerb scaling,
            TerminateVerb endings,
            Executions executions) {
        this.arrays = arrays;
        this.stopVerb = stopVerb;
        this.startVerb = startVerb;
        this.extendVerb = extensions;
        this.replaceVerb = replacements;
        this.scaleVerb = scaling;
        this.terminateVerb = endings;
        this.executions = executions;
    }

    public List<MemberResult> extend(Selection selection, Duration by) {
        return extendVerb.extend(selection, by);
    }

    /** Work that goes on in the whole array is cut off, and its execution stopped with it. */
    public List<MemberResult> stop(Selection selection) {
        List<MemberResult> results = stopVerb.stop(selection);
        if (anyOk(results) && stopVerb.suspend(selection)) {
            executions.suspend(arrays.executionOf(selection.arrayId()));
        }
        return results;
    }

    /** The execution waits: its work sleeps with the machines. */
    public List<MemberResult> hibernate(Selection selection) {
        return stopVerb.hibernate(selection);
    }

    public List<MemberResult> start(Selection selection) {
        return rerunning(
                selection.arrayId(),
                () -> {
                    List<MemberResult> results = startVerb.start(selection);
                    if (anyOk(results)) {
                        startVerb.resume(selection.arrayId());
                    }
                    return results;
                });
    }

    /** A whole array whose work goes on takes its execution with it, which counts as stopped. */
    public List<MemberResult> terminate(Selection selection) {
        long execution = arrays.executionOf(selection.arrayId());
        boolean cut = terminateVerb.cutsOff(selection);
        List<MemberResult> results = terminateVerb.terminate(selection);
        if (cut) {
            executions.suspend(execution);
        }
        if (selection.members() == null && !executions.isOpen(execution)) {
            // Begun again by a verb that was broken off: nobody else will say that it is done.
            arrays.batchJobEnded(execution);
        }
        return results;
    }

    public List<MemberResult> replace(Selection selection) {
        return rerunning(selection.arrayId(), () -> replaceVerb.replace(selection));
    }

    public List<MemberResult> retry(Selection selection) {
        return rerunning(selection.arrayId(), () -> replaceVerb.retry(selection));
    }

    public List<MemberResult> scale(String arrayId, int size) {
        long execution = arrays.executionOf(arrayId);
        if (arrays.view(arrayId).stage() != null && executions.isOpen(execution)) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "array %s is a stage of execution %d, which goes on; it can be scaled when that has ended"
                            .formatted(arrayId, execution));
        }
        return rerunning(arrayId, () -> scaleVerb.scale(arrayId, size));
    }

    /** Also after a verb that a crash broke off: what is to be run is walked. */
    private List<MemberResult> rerunning(String arrayId, Supplier<List<MemberResult>> verb) {
        long execution = arrays.executionOf(arrayId);
        executions.requireRerunnable(execution);
        List<MemberResult> results = verb.get();
        if (arrays.needsBatchJob(arrayId)) {
            executions.rerun(execution);
        }
        return results;
    }

    private static boolean anyOk(List<MemberResult> results) {
        return results.stream().anyMatch(MemberResult::ok);
    }
}

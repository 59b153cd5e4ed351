package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.verbs.ExtendVerb;
import io.jobarrays.server.arrays.verbs.MemberResult;
import io.jobarrays.server.arrays.verbs.PowerVerbs;
import io.jobarrays.server.arrays.verbs.ReplaceVerb;
import io.jobarrays.server.arrays.verbs.ScaleVerb;
import io.jobarrays.server.arrays.verbs.Selection;
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
    private final PowerVerbs powers;
    private final ExtendVerb extensions;
    private final ReplaceVerb replacements;
    private final ScaleVerb scaling;
    private final TerminateVerb endings;
    private final Executions executions;

    ArrayVerbs(
            JobArrays arrays,
            PowerVerbs powers,
            ExtendVerb extensions,
            ReplaceVerb replacements,
            ScaleVerb scaling,
            TerminateVerb endings,
            Executions executions) {
        this.arrays = arrays;
        this.powers = powers;
        this.extensions = extensions;
        this.replacements = replacements;
        this.scaling = scaling;
        this.endings = endings;
        this.executions = executions;
    }

    public List<MemberResult> extend(Selection selection, Duration by) {
        return extensions.extend(selection, by);
    }

    /** Work that goes on in the whole array is cut off, and its execution stopped with it. */
    public List<MemberResult> stop(Selection selection) {
        List<MemberResult> results = powers.stop(selection);
        if (anyOk(results) && powers.suspend(selection)) {
            executions.suspend(arrays.executionOf(selection.arrayId()));
        }
        return results;
    }

    /** The execution waits: its work sleeps with the machines. */
    public List<MemberResult> hibernate(Selection selection) {
        return powers.hibernate(selection);
    }

    public List<MemberResult> start(Selection selection) {
        return walked(
                selection.arrayId(),
                () -> {
                    List<MemberResult> results = powers.start(selection);
                    if (anyOk(results)) {
                        powers.resume(selection.arrayId());
                    }
                    return results;
                });
    }

    /** A whole array whose work goes on takes its execution with it, which counts as stopped. */
    public List<MemberResult> terminate(Selection selection) {
        long execution = arrays.executionOf(selection.arrayId());
        boolean cut = endings.cutsOff(selection);
        List<MemberResult> results = endings.terminate(selection);
        if (cut) {
            executions.suspend(execution);
        }
        if (selection.members() == null && !executions.isOpen(execution)) {
            // Begun again by a verb that was broken off: nobody else will say that it is done.
            arrays.finished(execution);
        }
        return results;
    }

    public List<MemberResult> replace(Selection selection) {
        return walked(selection.arrayId(), () -> replacements.replace(selection));
    }

    public List<MemberResult> retry(Selection selection) {
        return walked(selection.arrayId(), () -> replacements.retry(selection));
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
        return walked(arrayId, () -> scaling.scale(arrayId, size));
    }

    /** Also after a verb that a crash broke off: what is to be run is walked. */
    private List<MemberResult> walked(String arrayId, Supplier<List<MemberResult>> verb) {
        long execution = arrays.executionOf(arrayId);
        executions.requireWalkable(execution);
        List<MemberResult> results = verb.get();
        if (arrays.unwalked(arrayId)) {
            executions.rewalk(execution);
        }
        return results;
    }

    private static boolean anyOk(List<MemberResult> results) {
        return results.stream().anyMatch(MemberResult::ok);
    }
}

package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.Arrays;
import io.jobarrays.server.arrays.Endings;
import io.jobarrays.server.arrays.Extensions;
import io.jobarrays.server.arrays.MemberResult;
import io.jobarrays.server.arrays.Powers;
import io.jobarrays.server.arrays.Replacements;
import io.jobarrays.server.arrays.Scaling;
import io.jobarrays.server.arrays.Selection;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** The verbs on arrays and members, with what each means for the batch job that walks them. */
@ApplicationScoped
public class ArrayVerbs {
    private final Arrays arrays;
    private final Powers powers;
    private final Extensions extensions;
    private final Replacements replacements;
    private final Scaling scaling;
    private final Endings endings;
    private final Executions executions;

    ArrayVerbs(
            Arrays arrays,
            Powers powers,
            Extensions extensions,
            Replacements replacements,
            Scaling scaling,
            Endings endings,
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
        List<MemberResult> results = powers.start(selection);
        if (anyOk(results) && powers.resume(selection.arrayId())) {
            executions.rewalk(arrays.executionOf(selection.arrayId()));
        }
        return results;
    }

    /** A whole array takes its execution with it, which then counts as stopped. */
    public List<MemberResult> terminate(Selection selection) {
        List<MemberResult> results = endings.terminate(selection);
        if (selection.members() == null) {
            executions.suspend(arrays.executionOf(selection.arrayId()));
        }
        return results;
    }

    public List<MemberResult> replace(Selection selection) {
        return walked(selection.arrayId(), replacements.replace(selection));
    }

    public List<MemberResult> retry(Selection selection) {
        return walked(selection.arrayId(), replacements.retry(selection));
    }

    public List<MemberResult> scale(String arrayId, int size) {
        long execution = arrays.executionOf(arrayId);
        if (arrays.view(arrayId).stage() != null && executions.view(execution).state().open()) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "array %s is a stage of execution %d, which goes on; it can be scaled when that has ended"
                            .formatted(arrayId, execution));
        }
        return walked(arrayId, scaling.scale(arrayId, size));
    }

    private List<MemberResult> walked(String arrayId, Replacements.Done done) {
        if (done.mustWalk()) {
            executions.rewalk(arrays.executionOf(arrayId));
        }
        return done.results();
    }

    private static boolean anyOk(List<MemberResult> results) {
        return results.stream().anyMatch(MemberResult::ok);
    }
}

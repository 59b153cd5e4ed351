package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.sweep.Sweep;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of the indexes, and the number of indexes that follows from them. */
final class SweepFlag {
    static final String NAME = "sweep";
    private static final String COUNT = "count";

    private SweepFlag() {}

    /** Null without parameters. */
    static @Nullable Sweep of(FlagReader flags) {
        String text = flags.text(NAME);
        if (text == null) {
            return null;
        }
        if (flags.text("name") != null) {
            throw new Refusal(
                    "name and sweep: a standalone instance has no parameters; name the array with job-array-name");
        }
        Sweep sweep = Sweep.parse(text);
        for (String parameter : sweep.names()) {
            String variable = FlagReader.ENV_PREFIX + Sweep.variable(parameter);
            if (flags.has(variable)) {
                throw new Refusal(
                        "%s and sweep: both set the variable; leave out one".formatted(variable));
            }
        }
        return sweep;
    }

    /** As many as the sweep has rows. */
    static int count(FlagReader flags, @Nullable Sweep sweep) {
        int count = flags.number(COUNT, sweep == null ? 1 : sweep.size(), 1, IndexSet.LIMIT);
        if (sweep != null && count != sweep.size()) {
            throw new Refusal(
                    "count and sweep: count is %d, the sweep has %d %s; leave out count"
                            .formatted(count, sweep.size(), sweep.size() == 1 ? "row" : "rows"));
        }
        return count;
    }
}

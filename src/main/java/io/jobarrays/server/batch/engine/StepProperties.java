package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.spec.Phase;
import java.util.Arrays;

/** Reads the properties that the expansion of a job writes into its steps. */
final class StepProperties {
    private StepProperties() {}

    static Phase phase(String step) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.step().equals(step))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no phase is called " + step));
    }
}

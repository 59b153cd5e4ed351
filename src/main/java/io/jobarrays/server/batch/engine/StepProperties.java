package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.spec.Phase;
import java.util.Arrays;

/** Reads the words that expansion writes into steps. */
final class StepProperties {
    private StepProperties() {}

    static Phase phase(String step) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.step().equals(step))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no phase is called " + step));
    }
}

package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.SecretLint;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import java.util.List;
import java.util.Map;

/** What is not wrong with a submission and still worth a sentence. */
public final class SubmissionWarnings {
    private SubmissionWarnings() {}

    static List<String> of(ValidatedJob job) {
        return job.plan().stages().stream()
                .flatMap(stage -> of(stage.id(), stage.flags()).stream())
                .toList();
    }

    public static List<String> of(String stage, Map<String, String> flags) {
        return SecretLint.warnings(ArraySpec.of(flags)).stream()
                .map(warning -> "stage %s: %s".formatted(stage, warning))
                .toList();
    }
}

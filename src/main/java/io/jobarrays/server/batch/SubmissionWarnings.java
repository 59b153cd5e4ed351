package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.SecretLint;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.rows.StageRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Warnings about the stages of a submission: values that look like secrets. */
@ApplicationScoped
class SubmissionWarnings {
    private final StageRows stages;
    private final SpecCodec codec;

    SubmissionWarnings(StageRows stages, SpecCodec codec) {
        this.stages = stages;
        this.codec = codec;
    }

    List<String> of(ValidatedJob job) {
        return job.plan().stages().stream()
                .flatMap(stage -> of(stage.id(), ArraySpec.of(stage.flags())).stream())
                .toList();
    }

    List<String> of(long execution) {
        return stages.ofExecution(execution).stream()
                .flatMap(row -> of(row.id, codec.readSpec(row.flags)).stream())
                .toList();
    }

    private static List<String> of(String stage, ArraySpec spec) {
        return SecretLint.warnings(spec).stream()
                .map(warning -> "stage %s: %s".formatted(stage, warning))
                .toList();
    }
}

package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.SecretLint;
import io.jobarrays.server.arrays.spec.WorkLint;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.jobxml.xml.LineBreakLint;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.StageRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/** Warnings about a submission: values that look like secrets, commands that lost their lines. */
@ApplicationScoped
class SubmissionWarnings {
    private final StageRows stages;
    private final Definitions definitions;
    private final SpecCodec codec;

    SubmissionWarnings(StageRows stages, Definitions definitions, SpecCodec codec) {
        this.stages = stages;
        this.definitions = definitions;
        this.codec = codec;
    }

    List<String> of(byte[] xml, ValidatedJob job) {
        return Stream.concat(
                        LineBreakLint.warnings(xml).stream(),
                        job.plan().stages().stream()
                                .flatMap(
                                        stage ->
                                                of(stage.id(), ArraySpec.of(stage.flags()))
                                                        .stream()))
                .toList();
    }

    List<String> of(long id, Execution execution) {
        List<String> lines =
                execution.definition == null
                        ? List.of()
                        : LineBreakLint.warnings(
                                definitions.xml(execution.definition, execution.version));
        return Stream.concat(
                        lines.stream(),
                        stages.ofExecution(id).stream()
                                .flatMap(row -> of(row.id, codec.readSpec(row.flags)).stream()))
                .toList();
    }

    private static List<String> of(String stage, ArraySpec spec) {
        return Stream.concat(SecretLint.warnings(spec).stream(), WorkLint.warnings(spec).stream())
                .map(warning -> "stage %s: %s".formatted(stage, warning))
                .toList();
    }
}

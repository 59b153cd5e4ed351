package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.SecretLint;
import io.jobarrays.server.arrays.spec.WorkLint;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.jobxml.xml.JobXmlLint;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.files.archives.BundleStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Warnings about a submission: values that look like secrets, what its job XML may not mean. */
@ApplicationScoped
class SubmissionWarnings {
    private final StageRows stages;
    private final Definitions definitions;
    private final SpecCodec codec;
    private final BundleStore bundles;

    SubmissionWarnings(
            StageRows stages, Definitions definitions, SpecCodec codec, BundleStore bundles) {
        this.stages = stages;
        this.definitions = definitions;
        this.codec = codec;
        this.bundles = bundles;
    }

    List<String> of(byte[] xml, ValidatedJob job, @Nullable String bundle) {
        Stream<String> stages =
                job.plan().stages().stream()
                        .flatMap(stage -> of(stage.id(), ArraySpec.of(stage.flags())).stream());
        return all(JobXmlLint.warnings(xml), bundle, stages);
    }

    List<String> of(long id, Execution execution) {
        List<String> lines =
                execution.definition == null
                        ? List.of()
                        : JobXmlLint.warnings(
                                definitions.xml(execution.definition, execution.version));
        return all(
                lines,
                execution.bundle,
                stages.ofExecution(id).stream()
                        .flatMap(row -> of(row.id, codec.readSpec(row.flags)).stream()));
    }

    private List<String> all(List<String> lines, @Nullable String bundle, Stream<String> stages) {
        Stream<String> files = Optional.ofNullable(bundle).flatMap(bundles::warning).stream();
        return Stream.of(lines.stream(), files, stages).flatMap(Function.identity()).toList();
    }

    private static List<String> of(String stage, ArraySpec spec) {
        return Stream.concat(SecretLint.warnings(spec).stream(), WorkLint.warnings(spec).stream())
                .map(warning -> "stage %s: %s".formatted(stage, warning))
                .toList();
    }
}

package io.jobarrays.server.batch;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.RestartRows;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.batch.rows.StageRows;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reopens executions with other files, parameters or job XML. Stages that have begun keep their id
 * and their indexes; the next attempts of those that did not succeed run what is new.
 */
@ApplicationScoped
class ExecutionCorrections {
    private final Definitions definitions;
    private final Submissions submissions;
    private final ExecutionRows rows;
    private final RestartRows restarts;
    private final StageRows stages;
    private final SpecCodec codec;

    ExecutionCorrections(
            Definitions definitions,
            Submissions submissions,
            ExecutionRows rows,
            RestartRows restarts,
            StageRows stages,
            SpecCodec codec) {
        this.definitions = definitions;
        this.submissions = submissions;
        this.rows = rows;
        this.restarts = restarts;
        this.stages = stages;
        this.codec = codec;
    }

    /**
     * Checks all of it before anything is stored.
     *
     * @throws Refused when what has run would mean something else
     */
    void reopen(long id, Correction correction) {
        Execution row = rows.find(id);
        String name = row.definition;
        if (name == null) {
            throw refused(
                    id,
                    "it is the launch of one array, which keeps its flags; launch another array");
        }
        restarts.requireRestartable(id);
        byte[] xml = correction.xml == null ? definitions.xml(name, row.version) : correction.xml;
        Map<String, String> parameters = new TreeMap<>(codec.readMap(row.parameters));
        parameters.putAll(correction.parameters);
        String bundle = correction.bundle == null ? row.bundle : correction.bundle;
        ValidatedJob job = JobXmlValidator.check(xml, submissions.of(parameters, bundle));
        requireSameStages(row, job);
        int version = correction.xml == null ? row.version : definitions.store(job.id(), xml);
        restarts.correct(id, version, job.plan(), parameters, bundle);
    }

    private void requireSameStages(Execution row, ValidatedJob job) {
        long id = Objects.requireNonNull(row.id);
        if (!job.id().equals(row.definition)) {
            throw refused(
                    id,
                    "it runs the job %s, and this is the job %s"
                            .formatted(row.definition, job.id()));
        }
        if (!job.restartable()) {
            throw refused(id, "the job says restartable=\"false\"");
        }
        Map<String, StagePlan> planned =
                job.plan().stages().stream()
                        .collect(Collectors.toMap(StagePlan::id, Function.identity()));
        List<String> differences =
                stages.ofExecution(id).stream()
                        .filter(stage -> stage.arrayId != null)
                        .flatMap(
                                stage ->
                                        difference(
                                                stage, Optional.ofNullable(planned.get(stage.id)))
                                                .stream())
                        .toList();
        if (!differences.isEmpty()) {
            throw refused(
                    id,
                    "%s; what has begun keeps its id and its indexes, so submit the job anew"
                            .formatted(String.join("; ", differences)));
        }
    }

    private Optional<String> difference(Stage stage, Optional<StagePlan> planned) {
        if (planned.isEmpty()) {
            return Optional.of("stage %s has begun and is not in the job".formatted(stage.id));
        }
        IndexSet indexes = codec.readSpec(stage.flags).indexes();
        if (!indexes.equals(planned.get().indexes())) {
            return Optional.of(
                    "stage %s has begun with the indexes %s and would have %s"
                            .formatted(stage.id, indexes, planned.get().indexes()));
        }
        String machines = planned.get().machines();
        return Objects.equals(machines, stage.machines)
                ? Optional.empty()
                : Optional.of(
                        "stage %s has begun on %s and would run on %s"
                                .formatted(stage.id, machines(stage.machines), machines(machines)));
    }

    private static String machines(@Nullable String owner) {
        return owner == null ? "machines of its own" : "the machines of " + owner;
    }

    private static Refused refused(long id, String why) {
        return new Refused(
                409, "SPAWN-CORRECTION", "execution %d cannot go on so: %s".formatted(id, why));
    }
}

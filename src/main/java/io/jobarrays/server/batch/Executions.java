package io.jobarrays.server.batch;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.engine.BatchRuns;
import io.jobarrays.server.batch.engine.StageArrays;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.batch.rows.Definition;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.ExecutionState;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.jobarrays.server.batch.rows.Stage;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.ExecutionViews;
import io.jobarrays.server.files.archives.BundleStore;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** All executions: made from job XML, from a definition or for one array; found; listed. */
@ApplicationScoped
public class Executions {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Definitions definitions;
    private final ExecutionRows rows;
    private final ExecutionViews views;
    private final StageArrays stages;
    private final BundleStore bundles;
    private final JobArrays arrays;
    private final BatchRuns runs;
    private final LeaseRows leases;

    Executions(
            Definitions definitions,
            ExecutionRows rows,
            ExecutionViews views,
            StageArrays stages,
            BundleStore bundles,
            JobArrays arrays,
            BatchRuns runs,
            LeaseRows leases) {
        this.definitions = definitions;
        this.rows = rows;
        this.views = views;
        this.stages = stages;
        this.bundles = bundles;
        this.arrays = arrays;
        this.runs = runs;
        this.leases = leases;
    }

    /** Checks job XML with all that comes along, stores it and starts it. */
    public ExecutionView submit(
            byte[] xml, Map<String, String> parameters, @Nullable String bundle) {
        ValidatedJob job = JobXmlValidator.check(xml, submission(parameters, bundle));
        StoredDefinition stored = definitions.store(job, xml);
        return begin(rows.insert(stored.name(), stored.version(), job.plan(), parameters, bundle));
    }

    /** Like {@link #submit}, without storing or starting anything. */
    public ValidatedSubmission check(
            byte[] xml, Map<String, String> parameters, @Nullable String bundle) {
        ValidatedJob job = JobXmlValidator.check(xml, submission(parameters, bundle));
        return new ValidatedSubmission(job.expandedXml(), job.graph(), SubmissionWarnings.of(job));
    }

    /**
     * @param version null: the newest
     */
    public ExecutionView start(
            String definition,
            @Nullable Integer version,
            Map<String, String> parameters,
            @Nullable String bundle) {
        Definition found = definitions.find(definition, version);
        ValidatedJob job = JobXmlValidator.check(found.xml, submission(parameters, bundle));
        return begin(rows.insert(found.name, found.version, job.plan(), parameters, bundle));
    }

    /** One array by itself, through the same five steps. */
    public ExecutionView launch(ArraySpec spec) {
        arrays.preflight(spec);
        String bundle = spec.work().bundle();
        if (bundle != null) {
            requireBundle(bundle);
        }
        long id = rows.insertLaunch(spec);
        try {
            stages.require(id, Stage.OF_LAUNCH);
        } catch (Refused | Refusal refused) {
            rows.delete(id);
            throw refused;
        }
        return begin(id);
    }

    /** What looks like a secret in its stages. */
    public List<String> warnings(long id) {
        return rows.warnings(id);
    }

    public ExecutionView view(long id) {
        return views.of(rows.find(id));
    }

    /**
     * Pipelines, newest first; arrays launched by themselves are not among them.
     *
     * @param state null: any
     * @param definition null: any
     * @param before only executions with lower numbers; 0 for all
     */
    public List<ExecutionView> list(
            @Nullable String state, @Nullable String definition, long before, int limit) {
        return rows.list(state, definition, before, limit).stream().map(views::of).toList();
    }

    /** What succeeded stays; what did not gets a new attempt. */
    public void restart(long id) {
        Execution row = rows.find(id);
        refuseIfNotRestartable(row);
        rows.reopen(id);
        if (leases.take(id)) {
            runs.start(id);
        }
    }

    /** Its work ends, with its machines; it can be restarted. */
    public void stop(long id) {
        rows.find(id);
        rows.markStopping(id);
        if (leases.holds(id)) {
            runs.release(id);
            runs.releaseWaiters(id);
        }
    }

    /** Its batch job lets go of its arrays, whose machines are stopped. */
    void suspend(long id) {
        if (isOpen(id)) {
            stop(id);
        }
    }

    boolean isOpen(long id) {
        return rows.find(id).state.open();
    }

    /** A stop that was asked for a moment ago is still on its way, and is waited for. */
    void requireRerunnable(long id) {
        Instant end = Instant.now().plus(STOP_TIMEOUT);
        while (isStopping(id)) {
            if (Instant.now().isAfter(end)) {
                throw rows.wrongState(id, "it is just being stopped; try again in a moment");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        if (rows.find(id).state == ExecutionState.ABANDONED) {
            throw rows.wrongState(id, "nothing of it can be run again");
        }
    }

    private boolean isStopping(long id) {
        Execution row = rows.find(id);
        return row.state.open() && row.stopping;
    }

    /** Walks it once more: over what is open in its arrays, and what follows them. */
    void rerun(long id) {
        if (isOpen(id)) {
            return;
        }
        rows.rerun(id);
        stages.clearFailures(id);
        arrays.batchJobRestarted(id);
        if (leases.take(id)) {
            runs.start(id);
        }
    }

    /** Nobody shall restart it. */
    public void abandon(long id) {
        rows.find(id);
        rows.abandon(id);
    }

    /** Forgets an execution that has ended. */
    public void purge(long id) {
        rows.find(id);
        rows.purge(id);
    }

    private ExecutionView begin(long id) {
        if (leases.take(id)) {
            runs.start(id);
        }
        return view(id);
    }

    private void refuseIfNotRestartable(Execution row) {
        if (row.definition == null) {
            return;
        }
        byte[] xml = definitions.find(row.definition, row.version).xml;
        if (!JobXmlValidator.check(xml, Submission.unknown()).restartable()) {
            throw new Refused(
                    409,
                    "SPAWN-NOT-RESTARTABLE",
                    "execution %d: its job %s says restartable=\"false\""
                            .formatted(row.id, row.definition));
        }
    }

    private Submission submission(Map<String, String> parameters, @Nullable String bundle) {
        if (bundle == null) {
            return Submission.of(
                    parameters, Optional.empty(), file -> Optional.empty(), arrays::preflight);
        }
        requireBundle(bundle);
        return Submission.of(
                parameters,
                Optional.of(bundle),
                file -> bundles.text(bundle, file),
                arrays::preflight);
    }

    private void requireBundle(String bundle) {
        if (bundles.find(bundle).isEmpty()) {
            throw new NotFound("there is no bundle %s; upload it first".formatted(bundle));
        }
    }
}

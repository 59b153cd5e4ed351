package io.jobarrays.server.batch;

import io.jobarrays.server.arrays.events.Event;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.batch.engine.BatchRuns;
import io.jobarrays.server.batch.engine.ExecutionTurns;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.ValidatedJob;
import io.jobarrays.server.batch.rows.Definition;
import io.jobarrays.server.batch.rows.Dependency;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.ExecutionFilter;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.jobarrays.server.batch.rows.RestartRows;
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.ExecutionViews;
import io.jobarrays.server.net.AddressGuard;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executions of job XML, of definitions and of single arrays: submits, finds, stops, restarts. */
@ApplicationScoped
public class Executions {
    private final Definitions definitions;
    private final ExecutionRows rows;
    private final RestartRows restarts;
    private final ExecutionViews views;
    private final SubmissionWarnings warnings;
    private final Submissions submissions;
    private final ExecutionStart start;
    private final ExecutionCorrections corrections;
    private final BatchRuns runs;
    private final LeaseRows leases;
    private final EventRows events;
    private final ExecutionTurns turns;
    private final AddressGuard receivers;

    Executions(
            Definitions definitions,
            ExecutionRows rows,
            RestartRows restarts,
            ExecutionViews views,
            SubmissionWarnings warnings,
            Submissions submissions,
            ExecutionStart start,
            ExecutionCorrections corrections,
            BatchRuns runs,
            LeaseRows leases,
            EventRows events,
            ExecutionTurns turns,
            AddressGuard receivers) {
        this.definitions = definitions;
        this.rows = rows;
        this.restarts = restarts;
        this.views = views;
        this.warnings = warnings;
        this.submissions = submissions;
        this.start = start;
        this.corrections = corrections;
        this.runs = runs;
        this.leases = leases;
        this.events = events;
        this.turns = turns;
        this.receivers = receivers;
    }

    /** Validates job XML with its parameters and files, stores it and starts it. */
    public ExecutionView submit(
            byte[] xml, Map<String, String> parameters, @Nullable String bundle) {
        return submit(xml, parameters, bundle, SubmitOptions.NONE);
    }

    /** As {@link #submit(byte[], Map, String)}, with what an execution may have besides. */
    public ExecutionView submit(
            byte[] xml,
            Map<String, String> parameters,
            @Nullable String bundle,
            SubmitOptions options) {
        ValidatedJob job = JobXmlValidator.check(xml, submissions.of(parameters, bundle));
        NotifyTarget receiver = receiver(job, options.receiver());
        Dependency awaited = start.dependency(options.after());
        int version = definitions.store(job.id(), xml);
        return begin(
                rows.insert(job.id(), version, job.plan(), parameters, bundle, awaited, receiver),
                awaited);
    }

    /** Validates like {@link #submit}; stores and starts nothing. */
    public ValidatedSubmission check(
            byte[] xml,
            Map<String, String> parameters,
            @Nullable String bundle,
            @Nullable NotifyTarget notify) {
        ValidatedJob job = JobXmlValidator.check(xml, submissions.of(parameters, bundle));
        receiver(job, notify);
        return new ValidatedSubmission(
                job.expandedXml(), job.graph(), warnings.of(xml, job, bundle));
    }

    /**
     * @param version null: the newest
     * @param options as in {@link #submit(byte[], Map, String, SubmitOptions)}
     */
    public ExecutionView start(
            String definition,
            @Nullable Integer version,
            Map<String, String> parameters,
            @Nullable String bundle,
            SubmitOptions options) {
        Definition found = definitions.startable(definition, version);
        ValidatedJob job = JobXmlValidator.check(found.xml, submissions.of(parameters, bundle));
        NotifyTarget receiver = receiver(job, options.receiver());
        Dependency awaited = start.dependency(options.after());
        return begin(
                rows.insert(
                        found.name,
                        found.version,
                        job.plan(),
                        parameters,
                        bundle,
                        awaited,
                        receiver),
                awaited);
    }

    /** The one of the call, else the one in the properties of the job. */
    private @Nullable NotifyTarget receiver(ValidatedJob job, @Nullable NotifyTarget notify) {
        NotifyTarget receiver = notify != null ? notify : job.plan().receiver().orElse(null);
        if (receiver != null) {
            receivers.check("notify", receiver);
        }
        return receiver;
    }

    /** Values in its stages that look like secrets; commands that lost their line breaks. */
    public List<String> warnings(long id) {
        return warnings.of(id, rows.find(id));
    }

    public ExecutionView view(long id) {
        return views.of(rows.find(id));
    }

    /**
     * Executions of job XML, newest first; launches of single arrays are left out.
     *
     * @param before only executions with lower ids; 0 for all
     */
    public List<ExecutionView> list(ExecutionFilter filter, long before, int limit) {
        return views.of(rows.list(filter, before, limit));
    }

    /** Starts a new attempt of what did not succeed; what succeeded is kept. */
    public void restart(long id) {
        refuseIfNotRestartable(rows.find(id));
        restarts.reopen(id);
        recordRequest(id, "restart");
        start.run(id);
    }

    /** As {@link #restart(long)}, with what is to be other than before. */
    public void restart(long id, Correction correction) {
        if (correction.isEmpty()) {
            restart(id);
            return;
        }
        corrections.reopen(id, correction);
        recordRequest(id, "restart with corrections");
        start.run(id);
    }

    /** Ends its work and terminates its instances; it can be restarted. */
    public void stop(long id) {
        rows.find(id);
        rows.markStopping(id);
        releaseStopping(id);
    }

    /** As {@link #stop}, without effect on one that has ended. */
    public void stopIfOpen(long id) {
        if (rows.markStoppingIfOpen(id)) {
            releaseStopping(id);
        }
    }

    private void releaseStopping(long id) {
        recordRequest(id, "stop");
        if (rows.find(id).afterExecution != null) {
            turns.stop(id);
            return;
        }
        if (leases.holds(id)) {
            runs.release(id);
            runs.releaseWaiters(id);
        }
    }

    /** Gives up an execution that failed or was stopped: it cannot be restarted any more. */
    public void abandon(long id) {
        rows.find(id);
        rows.abandon(id);
        recordRequest(id, "abandon");
    }

    private void recordRequest(long id, String verb) {
        String definition = rows.find(id).definition;
        String name = definition == null ? "launch" : definition;
        events.add(id, null, null, Event.WHOLE_ARRAY, name + ": " + verb + " was asked for");
    }

    private ExecutionView begin(long id, @Nullable Dependency awaited) {
        recordRequest(id, "run");
        start.run(id, awaited);
        return view(id);
    }

    private void refuseIfNotRestartable(Execution row) {
        if (row.definition != null && !definitions.restartable(row.definition, row.version)) {
            throw new Refused(
                    409,
                    "SPAWN-NOT-RESTARTABLE",
                    "execution %d: its job %s says restartable=\"false\""
                            .formatted(row.id, row.definition));
        }
    }
}

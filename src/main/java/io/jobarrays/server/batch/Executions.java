package io.jobarrays.server.batch;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.CreatedArray;
import io.jobarrays.server.arrays.JobArrays;
import io.jobarrays.server.arrays.LaunchRate;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.events.Event;
import io.jobarrays.server.arrays.events.EventRows;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.rows.SharedMachines;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.MachinesFlag;
import io.jobarrays.server.arrays.verbs.Selectors;
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
import io.jobarrays.server.batch.view.ExecutionView;
import io.jobarrays.server.batch.view.ExecutionViews;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.net.AddressGuard;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.problems.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executions of job XML, of definitions and of single arrays: starts, finds, stops, restarts. */
@ApplicationScoped
public class Executions {
    private static final String ANY = ":any";

    private final Definitions definitions;
    private final ExecutionRows rows;
    private final ExecutionViews views;
    private final SubmissionWarnings warnings;
    private final Submissions submissions;
    private final ExecutionCorrections corrections;
    private final JobArrays arrays;
    private final LaunchRate launchRate;
    private final SpecCodec codec;
    private final BatchRuns runs;
    private final LeaseRows leases;
    private final EventRows events;
    private final ExecutionTurns turns;
    private final Selectors selectors;
    private final AddressGuard receivers;

    Executions(
            Definitions definitions,
            ExecutionRows rows,
            ExecutionViews views,
            SubmissionWarnings warnings,
            Submissions submissions,
            ExecutionCorrections corrections,
            JobArrays arrays,
            LaunchRate launchRate,
            SpecCodec codec,
            BatchRuns runs,
            LeaseRows leases,
            EventRows events,
            ExecutionTurns turns,
            Selectors selectors,
            AddressGuard receivers) {
        this.definitions = definitions;
        this.rows = rows;
        this.views = views;
        this.warnings = warnings;
        this.submissions = submissions;
        this.corrections = corrections;
        this.arrays = arrays;
        this.launchRate = launchRate;
        this.codec = codec;
        this.runs = runs;
        this.leases = leases;
        this.events = events;
        this.turns = turns;
        this.selectors = selectors;
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
        Dependency awaited = dependency(options.after());
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
        Dependency awaited = dependency(options.after());
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

    /**
     * Launches one array through the five steps of a stage.
     *
     * @throws Refused if a live array has its name or one of its DNS names; nothing is kept then
     */
    public CreatedArray launch(ArraySpec spec) {
        return launch(spec, null);
    }

    /** As {@link #launch(ArraySpec)}, when the execution or array has ended that is named. */
    public CreatedArray launch(ArraySpec spec, @Nullable String after) {
        if (!spec.after().isEmpty()) {
            throw new Refusal(
                    "after: %s names stages of a job XML; a launch begins after another one with spawn launch --after ID, or POST /arrays?after=ID"
                            .formatted(Edge.text(spec.after())));
        }
        String machines = spec.flags().get(MachinesFlag.NAME);
        if (machines != null) {
            throw new Refusal(
                    "machines: %s is a stage of a job XML; submit the job, or leave it out"
                            .formatted(machines));
        }
        arrays.preflight(spec);
        launchRate.check(spec);
        String bundle = spec.work().bundle();
        if (bundle != null) {
            submissions.requireBundle(bundle);
        }
        Dependency awaited = dependency(after);
        SealedSpec sealed = codec.seal(spec);
        CreatedArray array =
                arrays.create(
                        sealed,
                        null,
                        Map.of(),
                        SharedMachines.NONE,
                        id -> rows.insertLaunch(sealed, id, awaited));
        events.add(
                array.execution(),
                null,
                array.id(),
                Event.WHOLE_ARRAY,
                "%s: launch of %d was asked for"
                        .formatted(spec.name().value(), spec.memberCount()));
        run(array.execution(), awaited);
        return array;
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
        rows.reopen(id);
        recordRequest(id, "restart");
        run(id);
    }

    /** As {@link #restart(long)}, with what is to be other than before. */
    public void restart(long id, Correction correction) {
        if (correction.isEmpty()) {
            restart(id);
            return;
        }
        corrections.reopen(id, correction);
        recordRequest(id, "restart with corrections");
        run(id);
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
        run(id, awaited);
        return view(id);
    }

    private void run(long id, @Nullable Dependency awaited) {
        if (awaited == null) {
            run(id);
            return;
        }
        String reason =
                "execution %d, after which it begins, goes on".formatted(awaited.execution());
        arrays.postpone(id, reason);
        events.add(id, null, null, Event.WHOLE_ARRAY, "waits: " + reason);
    }

    /** {@code 12}, {@code compute} or {@code 12:any}; null for null. */
    private @Nullable Dependency dependency(@Nullable String after) {
        if (after == null) {
            return null;
        }
        boolean any = after.endsWith(ANY);
        String name = any ? after.substring(0, after.length() - ANY.length()) : after;
        if (name.isBlank()) {
            throw new Refusal(
                    "after: \"%s\" names nothing; write the id of an execution, or of an array, with :any to begin after any result"
                            .formatted(after));
        }
        long execution =
                name.matches("[0-9]{1,18}")
                        ? Long.parseLong(name)
                        : arrays.executionOf(selectors.read(name).arrayId());
        rows.find(execution);
        return new Dependency(execution, any);
    }

    private void run(long id) {
        Failpoints.reach(Failpoint.EXECUTION_AFTER_INSERT);
        runs.take(id);
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

package io.jobarrays.server.arrays;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.agents.transfer.MemberFiles;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.ArrayFilter;
import io.jobarrays.server.arrays.rows.ArrayQuery;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.verbs.Reopening;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.ArrayViews;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** All arrays: made, found, renewed, listed. */
@ApplicationScoped
public class JobArrays {
    private final ArrayReconcilers reconcilers;
    private final ArrayViews views;
    private final ArrayCreation creation;
    private final Reopening reopening;
    private final MemberFiles files;
    private final Ec2Calls ec2;

    JobArrays(
            ArrayReconcilers reconcilers,
            ArrayViews views,
            ArrayCreation creation,
            Reopening reopening,
            MemberFiles files,
            Ec2Calls ec2) {
        this.reconcilers = reconcilers;
        this.views = views;
        this.creation = creation;
        this.reopening = reopening;
        this.files = files;
        this.ec2 = ec2;
    }

    /** Refuses what EC2 would refuse, before anything is made. */
    public void preflight(ArraySpec spec) {
        String region = spec.region();
        if (region != null && !region.equals(ec2.region())) {
            throw new Refusal(
                    "region: this control plane serves %s, not \"%s\""
                            .formatted(ec2.region(), region));
        }
        String type = spec.machine().instanceType();
        if (type != null && !ec2.offers(type)) {
            throw new Refusal(
                    "instance-type: \"%s\" is not offered in %s; t3.micro and m7i.large are"
                            .formatted(type, ec2.region()));
        }
    }

    /**
     * Inserts the array, its members and the caller's rows in one transaction; the batch job
     * launches the instances.
     *
     * @param stage null for an array launched by itself
     * @param inputArrays stage to the array whose outputs it reads
     * @param execution writes the new array's id into the caller's rows, within the transaction,
     *     and returns the execution
     */
    public CreatedArray create(
            SealedSpec sealed,
            @Nullable String stage,
            Map<String, String> inputArrays,
            ToLongFunction<String> execution) {
        ArraySpec spec = sealed.spec();
        String id = creation.newId(spec);
        long owner =
                creation.inTransaction(
                        spec,
                        stage,
                        () -> {
                            long its = execution.applyAsLong(id);
                            creation.insert(id, sealed, its, stage, inputArrays);
                            files.set(id, spec.work().bundle(), inputArrays);
                            return its;
                        });
        reconcilers.reconcilerOf(id);
        return new CreatedArray(id, owner);
    }

    public Optional<String> idOfStage(long execution, String stage) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.ofStage(execution, stage).map(row -> row.id));
    }

    /** A person restarts: what did not succeed gets a new attempt; coupled work all of it. */
    public void restart(String arrayId) {
        reopening.restart(arrayId);
    }

    /** The execution's batch job has ended: what is not kept is drained. */
    public void batchJobEnded(long execution) {
        for (String id : idsOf(execution)) {
            QuarkusTransaction.requiringNew()
                    .run(
                            () ->
                                    JobArray.update(
                                            "finished = true where id = ?1 and not suspended", id));
            QuarkusTransaction.requiringNew()
                    .call(() -> JobArray.<JobArray>findByIdOptional(id))
                    .filter(row -> row.endedAt == null)
                    .ifPresent(row -> reconcilers.reconcilerOf(id).leavePhase());
        }
    }

    /** Its machines are gone, off, or left to people, as its arrays say. */
    public boolean isCompleted(long execution) {
        return idsOf(execution).stream().allMatch(id -> view(id).exitCode() != null);
    }

    /** Some of its arrays were stopped while their work went on. */
    public boolean isSuspended(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.count("execution = ?1 and suspended", execution) > 0);
    }

    /** Something in it is to be run, and no batch job of an ended execution does that. */
    public boolean needsBatchJob(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                JobArray.count(
                                                "id = ?1 and not finished and not suspended and not"
                                                        + " draining and endedAt is null",
                                                arrayId)
                                        > 0);
    }

    /** Its batch job walks them again. */
    public void batchJobRestarted(long execution) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                JobArray.update(
                                        "finished = false where execution = ?1 and endedAt is null",
                                        execution));
    }

    /** The execution whose batch job walks the array. */
    public long executionOf(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.<JobArray>findByIdOptional(arrayId))
                .orElseThrow(() -> new NotFound("there is no array " + arrayId))
                .execution;
    }

    public List<String> idsOf(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.ofExecution(execution).stream().map(r -> r.id).toList());
    }

    public ArrayView view(String arrayId) {
        return views.of(arrayId, member -> true);
    }

    /** With the members that are meant, and no others. */
    public ArrayView view(Selection selection) {
        return views.of(selection.arrayId(), member -> selection.has(member.index()));
    }

    /** Newest first. */
    public List<ArrayView> list(ArrayFilter filter) {
        List<String> ids =
                QuarkusTransaction.requiringNew()
                        .call(() -> ArrayQuery.list(filter).stream().map(row -> row.id).toList());
        return ids.stream()
                .map(
                        id ->
                                views.of(
                                        id,
                                        member ->
                                                filter.state() == null
                                                        || filter.state().equals(member.state())))
                .filter(view -> filter.state() == null || !view.members().isEmpty())
                .toList();
    }
}

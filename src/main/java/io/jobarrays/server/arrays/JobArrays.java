package io.jobarrays.server.arrays;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.transfer.MemberFileRows;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.reconcile.ArrayReconcilers;
import io.jobarrays.server.arrays.reconcile.AttemptActions;
import io.jobarrays.server.arrays.rows.ArrayCreation;
import io.jobarrays.server.arrays.rows.ArrayFilter;
import io.jobarrays.server.arrays.rows.ArrayQuery;
import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.PublishedPeers;
import io.jobarrays.server.arrays.rows.SealedSpec;
import io.jobarrays.server.arrays.rows.SharedMachines;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.verbs.Reopening;
import io.jobarrays.server.arrays.verbs.Selection;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.ArrayViews;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Entry point to job arrays: creates, finds, restarts and lists them. */
@ApplicationScoped
public class JobArrays {
    private final ArrayReconcilers reconcilers;
    private final ArrayOwners owners;
    private final ArrayViews views;
    private final ArrayCreation creation;
    private final SnapshotReader snapshots;
    private final Reopening reopening;
    private final MemberFileRows files;
    private final SpecCodec codec;

    JobArrays(
            ArrayReconcilers reconcilers,
            ArrayOwners owners,
            ArrayViews views,
            ArrayCreation creation,
            SnapshotReader snapshots,
            Reopening reopening,
            MemberFileRows files,
            SpecCodec codec) {
        this.codec = codec;
        this.reconcilers = reconcilers;
        this.owners = owners;
        this.views = views;
        this.creation = creation;
        this.snapshots = snapshots;
        this.reopening = reopening;
        this.files = files;
    }

    /**
     * Inserts the array, its members and the caller's rows in one transaction; the batch job
     * launches the instances.
     *
     * @param stage null for an array that is not part of a pipeline
     * @param inputArrays stage to the id of the array whose outputs are read
     * @param machines those of earlier stages, and what later ones need
     * @param execution writes the new array's id into the caller's rows, within the transaction,
     *     and returns the execution
     */
    public CreatedArray create(
            SealedSpec sealed,
            @Nullable String stage,
            Map<String, String> inputArrays,
            SharedMachines machines,
            ToLongFunction<String> execution) {
        ArraySpec spec = sealed.spec();
        String id = creation.newId(spec);
        long executionId =
                creation.inTransaction(
                        spec,
                        stage,
                        () -> {
                            long newExecution = execution.applyAsLong(id);
                            creation.insert(id, sealed, newExecution, stage, inputArrays, machines);
                            files.insert(id, spec.work().bundle(), inputArrays);
                            return newExecution;
                        });
        reconcilers.reconcilerOf(id);
        return new CreatedArray(id, executionId);
    }

    /** Indexes that succeeded, of an array that may have ended. */
    public IndexSet succeeded(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> IndexSet.of(Member.succeededIndexes(arrayId)));
    }

    /** Current number of members, of an array that may have ended. */
    public int memberCount(String arrayId) {
        JobArray row = QuarkusTransaction.requiringNew().call(() -> JobArray.findById(arrayId));
        return codec.readSpec(row.flags).indexesOf(row.size).size();
    }

    /** The array as it is now; one that has ended is read from its committed rows. */
    public ArraySnapshot snapshot(String arrayId) {
        return isEnded(arrayId)
                ? snapshots.readRows(List.of(arrayId)).getFirst().array()
                : owners.snapshot(arrayId);
    }

    private static boolean isEnded(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.count("id = ?1 and endedAt is not null", arrayId) > 0);
    }

    /**
     * Lets the held work of these indexes begin.
     *
     * @param inputs stage to the array whose outputs they read
     */
    public void release(String arrayId, IndexSet indexes, Map<String, String> inputs) {
        QuarkusTransaction.requiringNew().run(() -> files.insert(arrayId, null, inputs));
        owners.run(
                arrayId,
                array -> {
                    array.row().readInputsOf(codec.writeMap(inputs));
                    array.each(indexes, Member::release);
                });
        reconcilers.reconcilerOf(arrayId).wake();
    }

    /** Ends indexes whose work will not begin, with the reason of each. */
    public void endHeld(String arrayId, Map<Integer, String> reasons) {
        owners.run(
                arrayId,
                array ->
                        reasons.forEach(
                                (index, reason) ->
                                        AttemptActions.notStarted(array, index, reason)));
        reconcilers.reconcilerOf(arrayId).wake();
    }

    /** The spec of an array, also of one that has ended. */
    public ArraySpec spec(String arrayId) {
        JobArray row = QuarkusTransaction.requiringNew().call(() -> JobArray.findById(arrayId));
        return codec.readSpec(row.flags);
    }

    /**
     * Lets the next attempts run another spec, with its files; without effect when it is the same.
     *
     * @param flags sealed spec
     */
    public void correct(String arrayId, String flags) {
        boolean corrected =
                owners.call(
                        arrayId,
                        array -> {
                            boolean differs = !array.row().flags.equals(flags);
                            if (differs) {
                                array.row().correct(flags);
                                array.event("its next attempts run a corrected job");
                            }
                            return differs;
                        });
        if (corrected) {
            String bundle = codec.readSpec(flags).work().bundle();
            QuarkusTransaction.requiringNew().run(() -> files.replaceBundle(arrayId, bundle));
        }
    }

    /**
     * Begins a new attempt of the members that did not succeed; of all in an array with barrier.
     */
    public void restart(String arrayId) {
        reopening.restart(arrayId);
    }

    /** The execution whose batch job runs the array. */
    public long executionOf(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.<JobArray>findByIdOptional(arrayId))
                .orElseThrow(() -> new NotFound("there is no array " + arrayId))
                .execution;
    }

    /** The array has members to run, which needs a batch job of its execution. */
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

    /**
     * False while the array has no exit code; read from one row, so that it may be asked at every
     * event of an array with many members.
     *
     * @param launch whether the exit code of the launch is sufficient
     */
    public boolean mayHaveEnded(String arrayId, boolean launch) {
        return QuarkusTransaction.requiringNew()
                .call(() -> JobArray.<JobArray>findByIdOptional(arrayId))
                .map(row -> launch ? row.state != ArrayState.LAUNCHING : mayHaveEnded(row))
                .orElse(true);
    }

    private static boolean mayHaveEnded(JobArray row) {
        return row.finished || row.state == ArrayState.ENDED || row.state == ArrayState.UP;
    }

    public ArrayView view(String arrayId) {
        return views.of(arrayId, member -> true);
    }

    /**
     * The peers file of the newest published generation.
     *
     * @throws NotFound before the first publication, with the reason
     */
    public String peers(String arrayId) {
        return PublishedPeers.of(arrayId)
                .map(published -> published.peers)
                .orElseThrow(() -> new NotFound(notPublished(view(arrayId))));
    }

    private static String notPublished(ArrayView array) {
        long enrolled =
                array.members().stream()
                        .filter(member -> !List.of("planned", "launched").contains(member.phase()))
                        .count();
        return "array %s has no peers: %s"
                .formatted(
                        array.id(),
                        array.endedAt() == null
                                ? "they are published when all required members are up, and %d of %d are"
                                        .formatted(enrolled, array.memberCount())
                                : "it ended before they were published");
    }

    /** View with the selected members only. */
    public ArrayView view(Selection selection) {
        return views.of(selection.arrayId(), member -> selection.has(member.index()));
    }

    /** Arrays, newest first; with a state in the filter only those that have such members. */
    public List<ArrayView> list(ArrayFilter filter) {
        String state = filter.state();
        List<String> ids =
                QuarkusTransaction.requiringNew()
                        .call(() -> ArrayQuery.list(filter).stream().map(row -> row.id).toList());
        return views.of(ids, m -> state == null || state.equals(m.state())).stream()
                .filter(view -> state == null || !view.members().isEmpty())
                .toList();
    }
}

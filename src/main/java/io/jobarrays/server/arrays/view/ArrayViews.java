package io.jobarrays.server.arrays.view;

import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.snapshot.ArrayCost;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArrayReason;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.instances.rows.InstanceState;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds views of arrays from rows; does not call AWS. */
@ApplicationScoped
public class ArrayViews {
    /** Bounds the memory and the duration of one read transaction. */
    private static final int ARRAYS_PER_READ = 50;

    private final SnapshotReader snapshots;
    private final PeerListBuilder peerLists;
    private final Clock clock;

    ArrayViews(SnapshotReader snapshots, PeerListBuilder peerLists, Clock clock) {
        this.snapshots = snapshots;
        this.peerLists = peerLists;
        this.clock = clock;
    }

    /**
     * @param members the members that the view has
     */
    public ArrayView of(String arrayId, Predicate<MemberView> members) {
        return of(List.of(arrayId), members).stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("there is no array " + arrayId));
    }

    /** In the order of the ids; each view is of one moment, state and exit code together. */
    public List<ArrayView> of(List<String> arrayIds, Predicate<MemberView> members) {
        List<ArrayView> all = new ArrayList<>();
        for (int from = 0; from < arrayIds.size(); from += ARRAYS_PER_READ) {
            int to = Math.min(arrayIds.size(), from + ARRAYS_PER_READ);
            all.addAll(read(arrayIds.subList(from, to), members));
        }
        return all;
    }

    /** The arrays of executions with all their members, by the id of their execution. */
    public Map<Long, List<ArrayView>> ofExecutions(List<Long> executions) {
        List<String> ids =
                QuarkusTransaction.requiringNew().call(() -> JobArray.idsOfExecutions(executions));
        return of(ids, member -> true).stream()
                .collect(Collectors.groupingBy(ArrayView::executionId));
    }

    private List<ArrayView> read(List<String> arrayIds, Predicate<MemberView> members) {
        return snapshots.readRows(arrayIds).stream().map(read -> view(read, members)).toList();
    }

    private ArrayView view(SnapshotReader.RowRead read, Predicate<MemberView> members) {
        JobArray row = read.row();
        ArraySnapshot array = read.array();
        Instant now = clock.instant();
        List<MemberView> all =
                array.members().stream()
                        .map(
                                member ->
                                        MemberViews.of(
                                                array,
                                                member,
                                                peerLists.memberDnsName(array, member.index()),
                                                now))
                        .filter(members)
                        .toList();
        return new ArrayView(
                row.standalone ? null : row.id,
                row.id,
                row.name,
                row.label,
                row.size,
                array.spec().indexesOf(row.size).ranges(),
                row.state,
                row.outcome,
                launchExitCode(array),
                exitCode(array),
                ArrayReason.of(array, row.reason, now),
                row.peersGeneration,
                row.createdAt,
                row.endedAt,
                deadline(array),
                row.region,
                row.execution,
                row.stage,
                IndexProgress.of(
                        array, row.createdAt, ArrayCost.usd(read.instances().all(), now), now),
                all,
                next(row),
                now);
    }

    /** The earliest deadline of its members. */
    private static @Nullable Instant deadline(ArraySnapshot array) {
        return array.members().stream()
                .filter(MemberSnapshot::hasLiveInstance)
                .flatMap(member -> Optional.ofNullable(member.lifecycle().deadline()).stream())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Integer launchExitCode(ArraySnapshot array) {
        return array.state() == ArrayState.LAUNCHING ? null : ArrayOutcome.launchExitCode(array);
    }

    private static @Nullable Integer exitCode(ArraySnapshot array) {
        boolean ended = array.state() == ArrayState.ENDED;
        boolean kept =
                array.batchJobEnded()
                        && array.state() != ArrayState.LAUNCHING
                        && (array.draining() ? onlyHoldsOutputs(array) : isLeft(array));
        boolean up = array.spec().work().isEmpty() && array.state() == ArrayState.UP;
        return ended || kept || up ? ArrayOutcome.exitCode(array) : null;
    }

    /** It was drained, but for instances that have the only copy of outputs. */
    private static boolean onlyHoldsOutputs(ArraySnapshot array) {
        int holding = array.count(MemberSnapshot::holdsOutputs);
        return holding > 0 && holding == array.liveInstanceIds().size();
    }

    /** Its instances are as on-complete says, or a delay runs before that. */
    private static boolean isLeft(ArraySnapshot array) {
        if (array.spec().work().isEmpty() || !array.spec().completion().delay().isZero()) {
            return true;
        }
        return switch (array.onComplete()) {
            case KEEP -> true;
            case TERMINATE -> false;
            case STOP, HIBERNATE ->
                    array.completed() && !array.any(s -> s.instanceIs(InstanceState.RUNNING));
        };
    }

    private static List<String> next(JobArray row) {
        List<String> next = new ArrayList<>();
        String name = row.stage == null ? row.name : row.id;
        next.add("spawn status " + name);
        if (row.state == ArrayState.STOPPED) {
            next.add("spawn start " + name);
        } else {
            next.add("spawn logs " + name);
        }
        if (row.endedAt == null) {
            next.add("spawn terminate " + name);
        }
        return next;
    }
}

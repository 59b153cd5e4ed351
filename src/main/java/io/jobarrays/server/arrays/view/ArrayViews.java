package io.jobarrays.server.arrays.view;

import io.jobarrays.server.arrays.rows.ArrayState;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import io.jobarrays.server.arrays.snapshot.ArrayReason;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.SnapshotReader;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds views of arrays from rows; does not call AWS. */
@ApplicationScoped
public class ArrayViews {
    private final SnapshotReader snapshots;
    private final PeerListBuilder peerLists;
    private final Clock clock;

    ArrayViews(SnapshotReader snapshots, PeerListBuilder peerLists, Clock clock) {
        this.snapshots = snapshots;
        this.peerLists = peerLists;
        this.clock = clock;
    }

    public ArrayView of(String arrayId, Predicate<MemberView> members) {
        ArraySnapshot array = snapshots.read(arrayId);
        JobArray row =
                QuarkusTransaction.requiringNew().call(() -> JobArray.<JobArray>findById(arrayId));
        List<MemberView> all =
                array.members().stream()
                        .map(
                                member ->
                                        MemberViews.of(
                                                array,
                                                member,
                                                peerLists.memberDnsName(array, member.index())))
                        .filter(members)
                        .toList();
        return new ArrayView(
                row.standalone ? null : row.id,
                row.id,
                row.name,
                row.label,
                row.size,
                row.state,
                row.outcome,
                launchExitCode(array),
                exitCode(array),
                ArrayReason.of(array, row.reason, clock.instant()),
                row.peersGeneration,
                row.createdAt,
                row.endedAt,
                deadline(array),
                row.region,
                row.execution,
                row.stage,
                all,
                next(row),
                clock.instant());
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

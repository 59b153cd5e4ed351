package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Policy that requests the tags that EC2 lacks, until it has them or the instance ends. */
final class TagPolicy {
    /** Each machine takes a call: indexes that are over sooner get no tags of their own. */
    private static final Duration TAGGED_AFTER_TURN = Duration.ofSeconds(5);

    private static final Duration MIN_DEADLINE_DISTANCE = Duration.ofMinutes(10);

    private TagPolicy() {}

    static List<Action> of(ArraySnapshot array, Instant now) {
        IndexSet names =
                array.indexes(member -> lacksName(member) && !hasJustBegun(array, member, now));
        IndexSet deadlines =
                array.indexes(
                        member ->
                                lacksDeadline(member)
                                        && (!hasJustBegun(array, member, now)
                                                || isDeadlineNear(member, now)));
        IndexSet peers = peers(array);
        return names.isEmpty() && deadlines.isEmpty() && peers.isEmpty()
                ? List.of()
                : List.of(new Action.WriteTags(names, deadlines, peers));
    }

    /** Its machine may be that of another index in a moment. */
    private static boolean hasJustBegun(ArraySnapshot array, MemberSnapshot member, Instant now) {
        return array.spec().maxConcurrent() != null
                && array.spec().reusesMachines()
                && !now.isBefore(member.attemptAt())
                && now.isBefore(member.attemptAt().plus(TAGGED_AFTER_TURN));
    }

    /** Other programs may end machines by the tag; it must not pass while the machine works. */
    private static boolean isDeadlineNear(MemberSnapshot member, Instant now) {
        Instant written = instance(member).tags().deadline();
        return written == null || now.plus(MIN_DEADLINE_DISTANCE).isAfter(written);
    }

    private static boolean lacksName(MemberSnapshot member) {
        return member.hasLiveInstance() && !instance(member).tags().member();
    }

    private static boolean lacksDeadline(MemberSnapshot member) {
        Instant deadline = member.lifecycle().deadline();
        return deadline != null
                && member.hasLiveInstance()
                && !deadline.equals(instance(member).tags().deadline());
    }

    /** Only the published peers: a change of the members is published first. */
    private static IndexSet peers(ArraySnapshot array) {
        IndexSet lacking =
                array.indexes(
                        member ->
                                member.reachable()
                                        && instance(member).tags().peersGeneration()
                                                != array.peersGeneration());
        boolean published =
                !lacking.isEmpty()
                        && array.peersGeneration() > 0
                        && PeerListHash.of(array, array.indexes(MemberSnapshot::reachable))
                                .equals(array.publishedPeersHash());
        return published ? lacking : IndexSet.of(List.of());
    }

    private static MemberSnapshot.MemberInstance instance(MemberSnapshot member) {
        return Objects.requireNonNull(member.instance());
    }
}

package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListHash;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Who is told of whom: one generation of peers for everybody who is here. */
public final class PeerPolicy {
    /** So long a change waits for others who are on their way, so that all are told once. */
    static final Duration GATHERING = Duration.ofSeconds(30);

    private PeerPolicy() {}

    /** The first peers, when the barrier has opened. */
    static List<Action> first(ArraySnapshot array, Instant now) {
        IndexSet here = array.indexes(MemberSnapshot::reachable);
        if (here.isEmpty() || !array.any(s -> s.reachable() && s.open())) {
            return List.of();
        }
        boolean somebodyNew = array.any(s -> s.reachable() && s.open() && s.peersGeneration() < 0);
        if (somebodyNew && array.any(seat -> isComing(seat, now))) {
            return List.of();
        }
        if (somebodyNew) {
            return List.of(new Action.PublishPeers(array.peersGeneration() + 1, here));
        }
        return remind(array);
    }

    /** Later ones: machines were stopped, started, replaced, or joined. */
    static List<Action> upkeep(ArraySnapshot array, Instant now) {
        if (array.peersGeneration() == 0 || leaves(array)) {
            return List.of();
        }
        IndexSet here = array.indexes(MemberSnapshot::reachable);
        if (PeerListHash.of(array, here).equals(array.rosterHash())) {
            return remind(array);
        }
        if (here.isEmpty()) {
            return List.of(new Action.WithdrawNames());
        }
        boolean others = array.any(seat -> isComing(seat, now));
        return others
                ? List.of()
                : List.of(new Action.PublishPeers(array.peersGeneration() + 1, here));
    }

    /** Everybody is here, knows everybody, and nothing is about to change that. */
    public static boolean complete(ArraySnapshot array) {
        IndexSet here = array.indexes(MemberSnapshot::reachable);
        return PeerListHash.of(array, here).equals(array.rosterHash())
                && array.seats().stream()
                        .filter(MemberSnapshot::open)
                        .allMatch(
                                s ->
                                        s.reachable()
                                                && s.peersGeneration() == array.peersGeneration());
    }

    private static List<Action> remind(ArraySnapshot array) {
        IndexSet late =
                array.indexes(
                        s ->
                                s.reachable()
                                        && s.peersGeneration() != array.peersGeneration()
                                        && (s.open() || s.peersGeneration() == 0));
        return late.isEmpty() ? List.of() : List.of(new Action.RemindPeers(late));
    }

    /** Its machines are about to end together: nobody needs to hear of each. */
    private static boolean leaves(ArraySnapshot array) {
        return array.phase() == Phase.RELEASE && !array.works() && array.goesAtRelease();
    }

    private static boolean isComing(MemberSnapshot seat, Instant now) {
        if (seat.off() || seat.reachable()) {
            return false;
        }
        boolean expected =
                seat.unlaunched()
                        || seat.outdated()
                        || (seat.manned() && seat.standing().power() == DesiredPower.STARTING)
                        || (seat.manned() && !seat.arrived());
        Instant since = seat.standing().at() == null ? seat.attemptAt() : seat.standing().at();
        Instant from = since.isAfter(seat.attemptAt()) ? since : seat.attemptAt();
        return expected && now.isBefore(from.plus(GATHERING));
    }
}

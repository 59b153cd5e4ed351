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
    static final Duration CHANGE_WINDOW = Duration.ofSeconds(30);

    private PeerPolicy() {}

    /** The first peers, when the barrier has opened. */
    static List<Action> firstPeers(ArraySnapshot array, Instant now) {
        IndexSet here = array.indexes(MemberSnapshot::reachable);
        if (here.isEmpty() || !array.any(s -> s.reachable() && s.open())) {
            return List.of();
        }
        boolean somebodyNew = array.any(s -> s.reachable() && s.open() && s.peersGeneration() < 0);
        if (somebodyNew && array.any(seat -> isExpected(seat, now))) {
            return List.of();
        }
        if (somebodyNew) {
            return List.of(new Action.PublishPeers(array.peersGeneration() + 1, here));
        }
        return resend(array);
    }

    /** Later ones: machines were stopped, started, replaced, or joined. */
    static List<Action> laterPeers(ArraySnapshot array, Instant now) {
        if (array.peersGeneration() == 0 || terminates(array)) {
            return List.of();
        }
        IndexSet here = array.indexes(MemberSnapshot::reachable);
        if (PeerListHash.of(array, here).equals(array.publishedPeersHash())) {
            return resend(array);
        }
        if (here.isEmpty()) {
            return List.of(new Action.WithdrawDnsNames());
        }
        boolean others = array.any(seat -> isExpected(seat, now));
        return others
                ? List.of()
                : List.of(new Action.PublishPeers(array.peersGeneration() + 1, here));
    }

    /** Everybody is here, knows everybody, and nothing is about to change that. */
    public static boolean allMembersHavePeers(ArraySnapshot array) {
        IndexSet here = array.indexes(MemberSnapshot::reachable);
        return PeerListHash.of(array, here).equals(array.publishedPeersHash())
                && array.members().stream()
                        .filter(MemberSnapshot::open)
                        .allMatch(
                                s ->
                                        s.reachable()
                                                && s.peersGeneration() == array.peersGeneration());
    }

    private static List<Action> resend(ArraySnapshot array) {
        IndexSet late =
                array.indexes(
                        s ->
                                s.reachable()
                                        && s.peersGeneration() != array.peersGeneration()
                                        && (s.open() || s.peersGeneration() == 0));
        return late.isEmpty() ? List.of() : List.of(new Action.ResendPeers(late));
    }

    /** Its machines are about to end together: nobody needs to hear of each. */
    private static boolean terminates(ArraySnapshot array) {
        return array.phase() == Phase.RELEASE
                && !array.hasOpenWork()
                && array.terminatesAtRelease();
    }

    private static boolean isExpected(MemberSnapshot seat, Instant now) {
        if (seat.desiredOff() || seat.reachable()) {
            return false;
        }
        boolean expected =
                seat.needsLaunch()
                        || seat.markedForReplacement()
                        || (seat.hasLiveInstance()
                                && seat.lifecycle().desiredPower() == DesiredPower.STARTING)
                        || (seat.hasLiveInstance() && !seat.enrolled());
        Instant since =
                seat.lifecycle().powerRequestedAt() == null
                        ? seat.attemptAt()
                        : seat.lifecycle().powerRequestedAt();
        Instant from = since.isAfter(seat.attemptAt()) ? since : seat.attemptAt();
        return expected && now.isBefore(from.plus(CHANGE_WINDOW));
    }
}

package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.PeerDelivery;
import io.jobarrays.server.arrays.rows.DesiredPower;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListHash;
import io.jobarrays.server.arrays.spec.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Policy for the publication of peers: one generation for all reachable members. */
public final class PeerPolicy {
    /**
     * A change waits this long for members that are starting, to publish one generation for all.
     */
    static final Duration CHANGE_WINDOW = Duration.ofSeconds(30);

    private PeerPolicy() {}

    /** Peers published for the first time, after the barrier has opened. */
    static List<Action> firstPeers(ArraySnapshot array, Instant now) {
        IndexSet reachable = array.indexes(MemberSnapshot::reachable);
        if (reachable.isEmpty() || !array.any(m -> m.reachable() && m.open())) {
            return List.of();
        }
        if (!array.any(m -> m.reachable() && m.open() && m.peersGeneration() < 0)) {
            return resend(array);
        }
        return publish(array, reachable, now);
    }

    /** Peers published again, after instances were stopped, started, replaced or added. */
    static List<Action> laterPeers(ArraySnapshot array, Instant now) {
        if (array.peersGeneration() == 0 || terminates(array)) {
            return List.of();
        }
        if (hasGivenMachines(array)) {
            // The names are those of the stage that has them now.
            return List.of();
        }
        IndexSet reachable = array.indexes(MemberSnapshot::reachable);
        if (array.spec().maxConcurrent() != null
                || PeerListHash.of(array, reachable).equals(array.publishedPeersHash())) {
            // Members that come one after the other would each begin a generation.
            return resend(array);
        }
        return reachable.isEmpty()
                ? List.of(new Action.WithdrawDnsNames())
                : publish(array, reachable, now);
    }

    private static List<Action> publish(ArraySnapshot array, IndexSet reachable, Instant now) {
        boolean waits = array.any(member -> isExpected(member, now));
        return waits
                ? List.of()
                : List.of(new Action.PublishPeers(array.peersGeneration() + 1, reachable));
    }

    /**
     * Ends the attempts of members that did not write the peers in time, for which the others wait.
     * Without barrier nothing waits for the peers, and the work runs on without them.
     */
    static List<Action> overdue(ArraySnapshot array, Instant now) {
        List<Action> actions = new ArrayList<>();
        for (MemberSnapshot member : array.members()) {
            PeerDelivery delivery = member.peerDelivery();
            if (array.spec().barrier()
                    && member.open()
                    && member.reachable()
                    && member.silence() == null
                    && delivery != null
                    && isOverdue(delivery, array, now)) {
                actions.add(
                        new Action.EndAttempt(
                                member.index(),
                                member.attempt(),
                                MemberSnapshot.PEERS_NOT_WRITTEN,
                                reason(member, delivery)));
            }
        }
        return actions;
    }

    /** The publication of peers waits for the member; without barrier for a limited time. */
    static boolean isAwaited(MemberSnapshot member, ArraySnapshot array, Instant now) {
        if (array.peersGeneration() > 0 && member.peersGeneration() == array.peersGeneration()) {
            return false;
        }
        PeerDelivery delivery = member.peerDelivery();
        return array.spec().barrier() || delivery == null || !isOverdue(delivery, array, now);
    }

    private static boolean isOverdue(PeerDelivery delivery, ArraySnapshot array, Instant now) {
        return delivery.generation() == array.peersGeneration() && !now.isBefore(delivery.dueAt());
    }

    private static String reason(MemberSnapshot member, PeerDelivery delivery) {
        String instance = Objects.requireNonNull(member.instance()).instanceId();
        return delivery.failure() == null
                ? "the agent of instance %s did not acknowledge the peers".formatted(instance)
                : "instance %s cannot write the peers: %s".formatted(instance, delivery.failure());
    }

    /** Every open member is reachable and has acknowledged the current peers. */
    public static boolean allMembersHavePeers(ArraySnapshot array) {
        return array.members().stream()
                        .filter(MemberSnapshot::open)
                        .allMatch(
                                m ->
                                        m.reachable()
                                                && m.peersGeneration() == array.peersGeneration())
                && PeerListHash.of(array, array.indexes(MemberSnapshot::reachable))
                        .equals(array.publishedPeersHash());
    }

    /** To another array; with a limit of machines they stay in the array. */
    private static boolean hasGivenMachines(ArraySnapshot array) {
        return array.spec().maxConcurrent() == null
                && !array.hasOpenWork()
                && array.any(member -> member.lifecycle().lastInstance() != null);
    }

    private static List<Action> resend(ArraySnapshot array) {
        IndexSet unacknowledged =
                array.indexes(
                        m ->
                                m.reachable()
                                        && m.peersGeneration() != array.peersGeneration()
                                        && (m.open() || m.peersGeneration() == 0));
        return unacknowledged.isEmpty()
                ? List.of()
                : List.of(new Action.ResendPeers(unacknowledged));
    }

    /** All its instances are about to be terminated: peers are not published for each. */
    private static boolean terminates(ArraySnapshot array) {
        return array.phase() == Phase.RELEASE
                && !array.hasOpenWork()
                && array.terminatesAtRelease();
    }

    private static boolean isExpected(MemberSnapshot member, Instant now) {
        if (member.desiredOff() || member.reachable()) {
            return false;
        }
        boolean expected =
                member.needsLaunch()
                        || member.markedForReplacement()
                        || (member.hasLiveInstance()
                                && member.lifecycle().desiredPower() == DesiredPower.STARTING)
                        || (member.hasLiveInstance() && !member.enrolled());
        return expected && now.isBefore(member.awaitedSince().plus(CHANGE_WINDOW));
    }
}

package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.PeerDeliveries;
import io.jobarrays.server.arrays.events.EventLog;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.ArrayRows;
import io.jobarrays.server.arrays.rows.MemberRows;
import io.jobarrays.server.arrays.rows.PublishedPeers;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.PeerListHash;
import io.jobarrays.server.dns.DnsPublisher;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.peers.PeerRoster;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Publishes peers to agents and DNS. */
@ApplicationScoped
class PeerActions {
    private final PeerListBuilder peerLists;
    private final PeerDeliveries deliveries;
    private final DnsPublisher dns;
    private final EventLog eventLog;

    PeerActions(
            PeerListBuilder peerLists,
            PeerDeliveries deliveries,
            DnsPublisher dns,
            EventLog eventLog) {
        this.peerLists = peerLists;
        this.deliveries = deliveries;
        this.dns = dns;
        this.eventLog = eventLog;
    }

    void publish(ArraySnapshot array, Action.PublishPeers publish) {
        IndexSet members = publish.members();
        PeerRoster roster = peerLists.build(array, publish.generation(), members);
        QuarkusTransaction.requiringNew().run(() -> record(array, publish, roster));
        Failpoints.reach(Failpoint.PEERS_AFTER_ROW);
        for (MemberSnapshot member : array.members()) {
            if (members.contains(member.index())) {
                peerLists
                        .assignment(array, member)
                        .ifPresent(p -> deliveries.send(p, roster.message()));
                Failpoints.reach(Failpoint.PEERS_AFTER_SEND);
            }
        }
        eventLog.record(
                array.id(),
                "peers of %s published, generation %d".formatted(members, publish.generation()));
        if (array.dnsLabel() != null) {
            dns.publish(array.id(), roster.dnsAddresses());
        }
    }

    private static void record(
            ArraySnapshot array, Action.PublishPeers publish, PeerRoster roster) {
        ArrayRows.peersPublished(
                array.id(), publish.generation(), PeerListHash.of(array, publish.members()));
        MemberRows.peersPublished(array.id(), publish.members().toList());
        PublishedPeers.record(array.id(), publish.generation(), roster.peerList().json());
    }

    void resend(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        IndexSet reachable = array.indexes(MemberSnapshot::reachable);
        PeerRoster roster = peerLists.build(array, array.peersGeneration(), reachable);
        for (MemberSnapshot member : array.members()) {
            if (members.contains(member.index())) {
                String key = "peers %d %d ".formatted(roster.generation(), member.attempt());
                peerLists
                        .assignment(array, member)
                        .ifPresent(
                                assignment ->
                                        reconciler.sendOnce(
                                                key + assignment.instanceId(),
                                                () ->
                                                        deliveries.send(
                                                                assignment, roster.message())));
            }
        }
    }

    void withdraw(ArraySnapshot array) {
        ArrayRows.peersWithdrawn(array.id());
        if (array.dnsLabel() != null) {
            dns.withdraw(array.id());
        }
        eventLog.record(array.id(), "no member is reachable, DNS names are withdrawn");
    }
}

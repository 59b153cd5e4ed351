package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.EncodedPeers;
import io.jobarrays.server.agents.PeerDeliveries;
import io.jobarrays.server.arrays.owner.ArrayMeters;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.PeerListHash;
import io.jobarrays.server.dns.DnsPublisher;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.peers.PeerRoster;
import jakarta.enterprise.context.ApplicationScoped;

/** Publishes peers to agents and DNS. */
@ApplicationScoped
class PeerActions {
    private final PeerListBuilder peerLists;
    private final PeerDeliveries deliveries;
    private final DnsPublisher dns;
    private final ArrayOwners owners;
    private final ArrayMeters meters;

    PeerActions(
            PeerListBuilder peerLists,
            PeerDeliveries deliveries,
            DnsPublisher dns,
            ArrayOwners owners,
            ArrayMeters meters) {
        this.peerLists = peerLists;
        this.deliveries = deliveries;
        this.dns = dns;
        this.owners = owners;
        this.meters = meters;
    }

    void publish(ArraySnapshot array, Action.PublishPeers publish, ArrayReconciler reconciler) {
        IndexSet members = publish.members();
        PeerRoster roster = peerLists.build(array, publish.generation(), members);
        String hash = PeerListHash.of(array, members);
        String text = roster.peerList().json();
        owners.run(
                array.id(),
                it -> {
                    it.publish(publish.generation(), hash, members, text);
                    it.event(
                            "peers of %s published, generation %d"
                                    .formatted(members, publish.generation()));
                });
        meters.peersPublished(array, members);
        Failpoints.reach(Failpoint.PEERS_AFTER_ROW);
        send(array, members, roster, reconciler);
        if (array.dnsLabel() != null) {
            dns.publish(array.id(), roster.dnsAddresses());
        }
    }

    void resend(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        IndexSet reachable = array.indexes(MemberSnapshot::reachable);
        PeerRoster roster = peerLists.build(array, array.peersGeneration(), reachable);
        send(array, members, roster, reconciler);
    }

    /** Encodes the message once for all members, and only if one of them needs it. */
    private void send(
            ArraySnapshot array, IndexSet members, PeerRoster roster, ArrayReconciler reconciler) {
        String key = "peers " + roster.generation();
        EncodedPeers message =
                new EncodedPeers(
                        roster.generation(), () -> roster.message(array.spec().work().slots()));
        for (MemberSnapshot member : array.members()) {
            if (members.contains(member.index())) {
                peerLists
                        .assignment(array, member)
                        .ifPresent(
                                assignment ->
                                        reconciler.sendOnce(
                                                assignment.instanceId(),
                                                key + " " + member.attempt(),
                                                () -> send(assignment, message)));
            }
        }
    }

    private boolean send(Assignment assignment, EncodedPeers message) {
        boolean sent = deliveries.send(assignment, message);
        Failpoints.reach(Failpoint.PEERS_AFTER_SEND);
        return sent;
    }

    void withdraw(ArraySnapshot array) {
        owners.run(
                array.id(),
                it -> {
                    it.row().peersWithdrawn();
                    it.event("no member is reachable, DNS names are withdrawn");
                });
        if (array.dnsLabel() != null) {
            dns.withdraw(array.id());
        }
    }
}

package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.rows.EventLog;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.PeerListHash;
import io.jobarrays.server.dns.DnsPublisher;
import io.jobarrays.server.instances.InstanceTags;
import io.jobarrays.server.peers.PeerRoster;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells members of each other, and the zone of all. */
@ApplicationScoped
class PeerActions {
    private final PeerListBuilder peerLists;
    private final ConnectedAgents agents;
    private final DnsPublisher names;
    private final InstanceTags tags;
    private final EventLog eventLog;

    PeerActions(
            PeerListBuilder peerLists,
            ConnectedAgents agents,
            DnsPublisher names,
            InstanceTags tags,
            EventLog eventLog) {
        this.peerLists = peerLists;
        this.agents = agents;
        this.names = names;
        this.tags = tags;
        this.eventLog = eventLog;
    }

    void publish(ArraySnapshot array, Action.PublishPeers publish) {
        IndexSet members = publish.members();
        QuarkusTransaction.requiringNew().run(() -> record(array, publish));
        PeerRoster roster = peerLists.build(array, publish.generation(), members);
        for (MemberSnapshot member : array.members()) {
            if (members.contains(member.index())) {
                peerLists
                        .assignment(array, member)
                        .ifPresent(p -> agents.send(p, roster.message()));
            }
        }
        eventLog.record(
                array.id(),
                "peers of %s published, generation %d".formatted(members, publish.generation()));
        if (array.dnsLabel() != null) {
            names.publish(array.id(), roster.dnsAddresses());
        }
        tags.tagPeers(
                array.id(),
                roster.entries().stream().map(PeerRoster.Entry::instanceId).toList(),
                roster.peerList().pointer(publish.generation()));
    }

    private static void record(ArraySnapshot array, Action.PublishPeers publish) {
        JobArray.update(
                "peersGeneration = ?1, rosterHash = ?2 where id = ?3",
                publish.generation(),
                PeerListHash.of(array, publish.members()),
                array.id());
        Member.update(
                "peersGeneration = 0 where arrayId = ?1 and index in ?2",
                array.id(),
                publish.members().toList());
    }

    void resend(ArraySnapshot array, IndexSet members, ArrayReconciler reconciler) {
        IndexSet everybody = array.indexes(MemberSnapshot::reachable);
        PeerRoster roster = peerLists.build(array, array.peersGeneration(), everybody);
        for (MemberSnapshot member : array.members()) {
            if (members.contains(member.index())) {
                String key = "peers %d %d ".formatted(roster.generation(), member.attempt());
                peerLists
                        .assignment(array, member)
                        .ifPresent(
                                assignment ->
                                        reconciler.sendOnce(
                                                key + assignment.instanceId(),
                                                () -> agents.send(assignment, roster.message())));
            }
        }
    }

    void withdraw(ArraySnapshot array) {
        QuarkusTransaction.requiringNew()
                .run(() -> JobArray.update("rosterHash = '' where id = ?1", array.id()));
        if (array.dnsLabel() != null) {
            names.withdraw(array.id());
        }
        eventLog.record(array.id(), "no member can be reached; its names are withdrawn");
    }
}

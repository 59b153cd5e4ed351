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
    private final PeerListBuilder rosters;
    private final ConnectedAgents agents;
    private final DnsPublisher names;
    private final InstanceTags labels;
    private final EventLog story;

    PeerActions(
            PeerListBuilder rosters,
            ConnectedAgents agents,
            DnsPublisher names,
            InstanceTags labels,
            EventLog story) {
        this.rosters = rosters;
        this.agents = agents;
        this.names = names;
        this.labels = labels;
        this.story = story;
    }

    void publish(ArraySnapshot array, Action.PublishPeers publish) {
        IndexSet members = publish.members();
        QuarkusTransaction.requiringNew().run(() -> record(array, publish));
        PeerRoster roster = rosters.build(array, publish.generation(), members);
        for (MemberSnapshot seat : array.members()) {
            if (members.contains(seat.index())) {
                rosters.assignment(array, seat).ifPresent(p -> agents.send(p, roster.message()));
            }
        }
        story.record(
                array.id(),
                "peers of %s published, generation %d".formatted(members, publish.generation()));
        if (array.dnsLabel() != null) {
            names.publish(array.id(), roster.dnsAddresses());
        }
        labels.tagPeers(
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

    void resend(ArraySnapshot array, IndexSet members, ArrayReconciler room) {
        IndexSet everybody = array.indexes(MemberSnapshot::reachable);
        PeerRoster roster = rosters.build(array, array.peersGeneration(), everybody);
        for (MemberSnapshot seat : array.members()) {
            if (members.contains(seat.index())) {
                String key = "peers %d %d ".formatted(roster.generation(), seat.attempt());
                rosters.assignment(array, seat)
                        .ifPresent(
                                place ->
                                        room.sendOnce(
                                                key + place.instanceId(),
                                                () -> agents.send(place, roster.message())));
            }
        }
    }

    void withdraw(ArraySnapshot array) {
        QuarkusTransaction.requiringNew()
                .run(() -> JobArray.update("rosterHash = '' where id = ?1", array.id()));
        if (array.dnsLabel() != null) {
            names.withdraw(array.id());
        }
        story.record(array.id(), "no member can be reached; its names are withdrawn");
    }
}

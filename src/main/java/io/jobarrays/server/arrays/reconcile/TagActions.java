package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.plan.Action;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.instances.InstanceTagWrite;
import io.jobarrays.server.instances.InstanceTags;
import io.jobarrays.server.peers.PeerRoster;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the tags that EC2 lacks, off the critical path. */
@ApplicationScoped
class TagActions {
    private final InstanceTags tags;
    private final PeerListBuilder peerLists;

    TagActions(InstanceTags tags, PeerListBuilder peerLists) {
        this.tags = tags;
        this.peerLists = peerLists;
    }

    void write(ArraySnapshot array, Action.WriteTags due) {
        if (!tags.isDue(array.id())) {
            return;
        }
        // Few calls first: deadlines and peers are the same on many instances.
        List<InstanceTagWrite> writes = new ArrayList<>(deadlines(array, due.deadlines()));
        if (!due.peers().isEmpty()) {
            writes.add(peers(array, due.peers()));
        }
        live(array, due.names())
                .forEach(
                        member ->
                                writes.add(
                                        new InstanceTagWrite.Member(
                                                id(member), member.name(), member.index())));
        tags.write(array.id(), writes);
    }

    private static List<InstanceTagWrite.Deadline> deadlines(
            ArraySnapshot array, IndexSet members) {
        Map<Instant, List<String>> ids = new TreeMap<>();
        live(array, members)
                .forEach(
                        member ->
                                ids.computeIfAbsent(deadline(member), at -> new ArrayList<>())
                                        .add(id(member)));
        return ids.entrySet().stream()
                .map(same -> new InstanceTagWrite.Deadline(same.getValue(), same.getKey()))
                .toList();
    }

    private InstanceTagWrite.Peers peers(ArraySnapshot array, IndexSet members) {
        PeerRoster roster =
                peerLists.build(
                        array, array.peersGeneration(), array.indexes(MemberSnapshot::reachable));
        return new InstanceTagWrite.Peers(
                live(array, members).map(TagActions::id).toList(),
                array.peersGeneration(),
                roster.peerList().pointer(array.peersGeneration()));
    }

    private static Stream<MemberSnapshot> live(ArraySnapshot array, IndexSet members) {
        return array.members().stream()
                .filter(member -> members.contains(member.index()) && member.hasLiveInstance());
    }

    private static String id(MemberSnapshot member) {
        return Objects.requireNonNull(member.instance()).instanceId();
    }

    private static Instant deadline(MemberSnapshot member) {
        return Objects.requireNonNull(member.lifecycle().deadline());
    }
}

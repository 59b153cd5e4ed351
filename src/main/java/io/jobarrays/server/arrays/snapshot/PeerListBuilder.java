package io.jobarrays.server.arrays.snapshot;

import io.jobarrays.contract.DnsNames;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.peers.PeerRoster;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns seats into what peers and agents are told. */
@ApplicationScoped
public class PeerListBuilder {
    private final DnsNames names;

    PeerListBuilder(SpawnConfig config) {
        this.names = new DnsNames(config.account(), config.zone());
    }

    public PeerRoster build(ArraySnapshot array, int generation, IndexSet members) {
        List<PeerRoster.Entry> entries = new ArrayList<>();
        for (MemberSnapshot seat : array.members()) {
            MemberSnapshot.MemberInstance instance = seat.instance();
            if (members.contains(seat.index())
                    && instance != null
                    && instance.privateIp() != null) {
                entries.add(
                        new PeerRoster.Entry(
                                seat.index(),
                                instance.instanceId(),
                                instance.privateIp(),
                                instance.publicIp()));
            }
        }
        return new PeerRoster(generation, label(array), names, entries);
    }

    /** The member's full name; it resolves on the members also where there is no DNS. */
    public String memberDnsName(ArraySnapshot array, int index) {
        return names.member(label(array), index);
    }

    public Optional<Assignment> assignment(ArraySnapshot array, MemberSnapshot seat) {
        return Optional.ofNullable(seat.instance())
                .filter(i -> !i.state().isEnding())
                .map(
                        i ->
                                new Assignment(
                                        array.id(),
                                        seat.index(),
                                        i.generation(),
                                        i.attempt(),
                                        i.instanceId()));
    }

    private static String label(ArraySnapshot array) {
        return array.dnsLabel() == null ? array.spec().name().value() : array.dnsLabel();
    }
}

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

/** Builder of peer lists, DNS names and assignments from a snapshot. */
@ApplicationScoped
public class PeerListBuilder {
    private final DnsNames names;

    PeerListBuilder(SpawnConfig config) {
        this.names = new DnsNames(config.account(), config.zone());
    }

    public PeerRoster build(ArraySnapshot array, int generation, IndexSet members) {
        List<PeerRoster.Entry> entries = new ArrayList<>();
        for (MemberSnapshot member : array.members()) {
            MemberSnapshot.MemberInstance instance = member.instance();
            if (members.contains(member.index())
                    && instance != null
                    && instance.privateIp() != null) {
                entries.add(
                        new PeerRoster.Entry(
                                member.index(),
                                instance.instanceId(),
                                instance.privateIp(),
                                instance.publicIp()));
            }
        }
        return new PeerRoster(generation, label(array), names, entries);
    }

    /** Full DNS name of the member; agents resolve it locally, so it works without DNS. */
    public String memberDnsName(ArraySnapshot array, int index) {
        return names.member(label(array), index);
    }

    /** Assignment of the member's live instance; empty without one. */
    public Optional<Assignment> assignment(ArraySnapshot array, MemberSnapshot member) {
        return Optional.ofNullable(member.instance())
                .filter(i -> !i.state().isEnding())
                .map(
                        i ->
                                new Assignment(
                                        array.id(),
                                        member.index(),
                                        i.generation(),
                                        i.attempt(),
                                        i.instanceId()));
    }

    private static String label(ArraySnapshot array) {
        return array.dnsLabel() == null ? array.spec().name().value() : array.dnsLabel();
    }
}

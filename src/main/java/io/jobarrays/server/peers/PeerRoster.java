package io.jobarrays.server.peers;

import io.jobarrays.contract.DnsNames;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.Peer;
import io.jobarrays.contract.messages.PeerList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reachable members of an array in one generation; source of the peers file and of the DNS names.
 *
 * @param label label of the array's DNS names
 */
public record PeerRoster(int generation, String label, DnsNames names, List<Entry> entries) {
    /** Limit of Route 53 for the values of one record set. */
    static final int MAX_ADDRESSES_PER_NAME = 400;

    /** One member with its addresses; {@code publicIp} is null without a public address. */
    public record Entry(int index, String instanceId, String privateIp, @Nullable String publicIp) {
        String publicOrPrivateIp() {
            return publicIp == null ? privateIp : publicIp;
        }
    }

    public PeerList peerList() {
        return new PeerList(
                entries.stream()
                        .map(
                                e ->
                                        new Peer(
                                                e.index(),
                                                e.instanceId(),
                                                e.privateIp(),
                                                names.member(label, e.index())))
                        .toList());
    }

    /**
     * @param slots of each member in the MPI hostfiles; 0: as many as it has processors
     */
    public AgentMessage.Peers message(int slots) {
        PeerList peers = peerList();
        return new AgentMessage.Peers(generation, peers.peers(), peers.sha256(), slots);
    }

    /** DNS name to addresses: one per member and one of the group, split into shards when large. */
    public SequencedMap<String, List<String>> dnsAddresses() {
        SequencedMap<String, List<String>> addresses = new LinkedHashMap<>();
        entries.forEach(
                e -> addresses.put(names.member(label, e.index()), List.of(e.publicOrPrivateIp())));
        List<String> all = new ArrayList<>(entries.stream().map(Entry::publicOrPrivateIp).toList());
        if (all.size() <= MAX_ADDRESSES_PER_NAME) {
            addresses.put(names.group(label), all);
            return addresses;
        }
        for (int from = 0; from < all.size(); from += MAX_ADDRESSES_PER_NAME) {
            int to = Math.min(all.size(), from + MAX_ADDRESSES_PER_NAME);
            addresses.put(names.shard(label, from / MAX_ADDRESSES_PER_NAME), all.subList(from, to));
        }
        return addresses;
    }
}

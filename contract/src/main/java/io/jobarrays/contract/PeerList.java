package io.jobarrays.contract;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Complete peer list of one generation, sorted by index. */
public record PeerList(List<Peer> peers) {
    public PeerList {
        peers = peers.stream().sorted(Comparator.comparingInt(Peer::index)).toList();
    }

    /** The exact text of {@code /etc/spawn/job-array-peers.json}. */
    public String json() {
        return peers.stream()
                .map(PeerList::json)
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    /** SHA-256 of {@link #json()} in UTF-8, in lower-case hexadecimal. */
    public String sha256() {
        return Sha256.of(json());
    }

    /** The exact text of {@code /etc/spawn/peers.meta.json}. */
    public String metaJson(int generation, Instant published) {
        return """
        {
          "generation": %d,
          "size": %d,
          "sha256": "%s",
          "published": "%s"
        }
        """
                .formatted(generation, peers.size(), sha256(), published);
    }

    /** The value of the tag {@link Tags#JOB_ARRAY_PEERS}. */
    public String pointer(int generation) {
        return "v1;n=%d;gen=%d;sha256=%s".formatted(peers.size(), generation, sha256());
    }

    private static String json(Peer peer) {
        return """
          {
            "index": %d,
            "instance_id": "%s",
            "ip": "%s",
            "dns": "%s"
          }"""
                .formatted(peer.index(), peer.instanceId(), peer.ip(), peer.dns())
                .indent(2)
                .stripTrailing();
    }
}

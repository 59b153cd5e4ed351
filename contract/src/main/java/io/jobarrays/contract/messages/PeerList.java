package io.jobarrays.contract.messages;

import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.Tags;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Complete peer list of one generation, sorted by index. */
public record PeerList(List<Peer> peers) {
    public PeerList {
        peers = peers.stream().sorted(Comparator.comparingInt(Peer::index)).toList();
    }

    /** The exact text of {@code /etc/spawn/job-array-peers.json}. */
    public String json() {
        StringBuilder text = new StringBuilder("[\n");
        String separator = "";
        for (Peer peer : peers) {
            text.append(separator);
            append(text, peer);
            separator = ",\n";
        }
        return text.append("\n]\n").toString();
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

    /** Appended, not formatted: each of 10,000 members builds a list of 10,000. */
    private static void append(StringBuilder text, Peer peer) {
        text.append("  {\n    \"index\": ").append(peer.index());
        text.append(",\n    \"instance_id\": \"").append(peer.instanceId());
        text.append("\",\n    \"ip\": \"").append(peer.ip());
        text.append("\",\n    \"dns\": \"").append(peer.dns()).append("\"\n  }");
    }
}

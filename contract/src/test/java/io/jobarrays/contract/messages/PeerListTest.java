package io.jobarrays.contract.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.HostFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerListTest {
    private static final PeerList PEERS =
            new PeerList(
                    List.of(
                            new Peer(1, "i-def456", "1.2.3.5", "compute-1.5k0zfnmq.spore.host"),
                            new Peer(0, "i-abc123", "1.2.3.4", "compute-0.5k0zfnmq.spore.host")));

    @Test
    void thePeersFileIsTheSeedsToTheByte() throws IOException {
        assertThat(PEERS.json()).isEqualTo(golden("job-array-peers.json"));
    }

    @Test
    void theHostfileHasOneNameALineInOrder() throws IOException {
        assertThat(HostFiles.hostfile(PEERS)).isEqualTo(golden("hostfile"));
    }

    @Test
    void thePointerFitsATag() {
        assertThat(PEERS.pointer(Integer.MAX_VALUE))
                .startsWith("v1;n=2;gen=2147483647;sha256=")
                .hasSizeLessThanOrEqualTo(256);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = PeerListTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

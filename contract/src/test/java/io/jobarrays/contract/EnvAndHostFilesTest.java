package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.Peer;
import io.jobarrays.contract.messages.PeerList;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvAndHostFilesTest {
    private static final PeerList PEERS =
            new PeerList(
                    List.of(
                            new Peer(0, "i-abc123", "1.2.3.4", "compute-0.5k0zfnmq.spore.host"),
                            new Peer(1, "i-def456", "1.2.3.5", "compute-1.5k0zfnmq.spore.host")));

    @Test
    void theHostsBlockIsReplacedAndTheRestStays() {
        String first = HostFiles.withPeers("127.0.0.1 localhost", PEERS);
        String again = HostFiles.withPeers(first, PEERS);

        assertThat(first).isEqualTo(GoldenFiles.text("hosts"));
        assertThat(again).isEqualTo(first);
        assertThat(HostFiles.withoutPeers(again)).isEqualTo("127.0.0.1 localhost\n");
    }

    @Test
    void theEnvFileExportsEveryVariable() {
        EnvFile file =
                new EnvFile(
                        new ArrayId("compute-20260113-abc123"), new ArrayName("compute"), 8, 3, 1);

        assertThat(file.text()).isEqualTo(GoldenFiles.text("job-array.sh"));
    }

    @Test
    void metaNamesTheHashOfTheDocument() {
        assertThat(PEERS.metaJson(2, Instant.parse("2026-01-13T12:00:00Z")))
                .contains(
                        "\"generation\": 2", "\"size\": 2", PEERS.sha256(), "2026-01-13T12:00:00Z");
    }
}

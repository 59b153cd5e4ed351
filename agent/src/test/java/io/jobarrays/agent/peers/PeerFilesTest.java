package io.jobarrays.agent.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineTest;
import io.jobarrays.contract.AgentMessage.BarrierFailed;
import io.jobarrays.contract.AgentMessage.Deadline;
import io.jobarrays.contract.AgentMessage.Hello;
import io.jobarrays.contract.AgentMessage.Peers;
import io.jobarrays.contract.AgentMessage.PeersWritten;
import io.jobarrays.contract.Peer;
import io.jobarrays.contract.PeerList;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerFilesTest extends AgentMachineTest {
    private static final PeerList LIST =
            new PeerList(
                    List.of(
                            new Peer(0, "i-0a", "10.0.0.1", "compute-0.5k0zfnmq.spore.host"),
                            new Peer(1, "i-0b", "10.0.0.2", "compute-1.5k0zfnmq.spore.host")));

    @Test
    void peersAreWrittenWholeAndTheListLast() throws Exception {
        server.greeting.add(new Peers(3, LIST.peers(), LIST.sha256()));

        startAgent();

        await(() -> !server.said(PeersWritten.class).isEmpty());
        assertThat(server.said(PeersWritten.class))
                .containsExactly(new PeersWritten(3, LIST.sha256()));
        assertThat(file("/etc/spawn/job-array-peers.json")).hasContent(LIST.json());
        assertThat(Files.readString(file("/etc/hosts")))
                .startsWith("127.0.0.1 localhost\n")
                .contains("10.0.0.2 compute-1.5k0zfnmq.spore.host compute-1");
        assertThat(file("/etc/spawn/hostfile"))
                .hasContent("compute-0.5k0zfnmq.spore.host\ncompute-1.5k0zfnmq.spore.host\n");
        assertThat(Files.readString(file("/etc/spawn/peers.meta.json")))
                .contains("\"generation\": 3");
        assertThat(
                        List.of(
                                changed("/etc/hosts"),
                                changed("/etc/spawn/hostfile"),
                                changed("/etc/spawn/peers.meta.json"),
                                changed("/etc/spawn/job-array-peers.json")))
                .isSorted();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        file("/etc/spawn/job-array-peers.json"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void peersThatDoNotMatchTheirDigestAreNotWritten() throws Exception {
        server.greeting.add(new Peers(1, LIST.peers(), "00"));
        server.greeting.add(new BarrierFailed("no capacity", "3,5-7"));

        startAgent();

        await(() -> has("/etc/spawn/barrier-failed.json"));
        assertThat(Files.readString(file("/etc/spawn/barrier-failed.json")))
                .isEqualTo("{\"reason\":\"no capacity\",\"missing\":\"3,5-7\"}\n");
        assertThat(has("/etc/spawn/job-array-peers.json")).isFalse();
    }

    @Test
    void aFullDiskLeavesTheOldHostsWhole() throws Exception {
        Files.createDirectories(file("/etc/.hosts.new/full"));
        server.greeting.add(new Peers(3, LIST.peers(), LIST.sha256()));
        server.greeting.add(new BarrierFailed("no capacity", "3,5-7"));

        startAgent();

        await(() -> has("/etc/spawn/barrier-failed.json"));
        assertThat(file("/etc/hosts")).hasContent("127.0.0.1 localhost\n");
        assertThat(has("/etc/spawn/job-array-peers.json")).isFalse();
    }

    @Test
    void whatAnEarlierBootLeftIsGoneAndAnAgentsOwnRestartKeepsIt() throws Exception {
        Files.writeString(file("/etc/spawn/job-array-peers.json"), "[]");
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        assertThat(has("/etc/spawn/job-array-peers.json")).isFalse();
        server.say(new Peers(2, LIST.peers(), LIST.sha256()));
        await(() -> !server.said(PeersWritten.class).isEmpty());

        killAgent();
        startAgent();
        await(() -> server.said(Hello.class).size() == 2);

        assertThat(server.said(Hello.class).getLast().peersGeneration()).isEqualTo(2);
        assertThat(has("/etc/spawn/job-array-peers.json")).isTrue();
    }

    @Test
    void theDeadlineToldLastHoldsAlsoWithoutAServer() throws Exception {
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        server.say(new Deadline(Instant.now().plusSeconds(2).toString(), Instant.now().toString()));
        await(() -> has("/var/lib/spored/deadline"));
        killAgent();
        server.close();

        startAgent();
        assertThat(Files.exists(machine.resolve("powered-off"))).isFalse();

        await(() -> Files.exists(machine.resolve("powered-off")));
    }

    private FileTime changed(String path) throws Exception {
        return Files.getLastModifiedTime(file(path));
    }
}

package io.jobarrays.agent.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage.BarrierFailed;
import io.jobarrays.contract.messages.AgentMessage.Deadline;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Peers;
import io.jobarrays.contract.messages.AgentMessage.PeersNotWritten;
import io.jobarrays.contract.messages.AgentMessage.PeersWritten;
import io.jobarrays.contract.messages.Peer;
import io.jobarrays.contract.messages.PeerList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerFilesTest extends AgentMachineFixture {
    private static final PeerList LIST =
            new PeerList(
                    List.of(
                            new Peer(0, "i-0a", "10.0.0.1", "compute-0.5k0zfnmq.spore.host"),
                            new Peer(1, "i-0b", "10.0.0.2", "compute-1.5k0zfnmq.spore.host")));

    @Test
    void givesEachMemberItsSlots() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        server.helloReplies.add(new Peers(1, LIST.peers(), LIST.sha256(), 16));
        startAgent();
        await(() -> !server.received(PeersWritten.class).isEmpty());
        assertThat(file("/etc/spawn/hostfile.openmpi")).content().contains("host slots=16\n");

        server.send(new Peers(2, LIST.peers(), LIST.sha256(), 0));

        await(() -> server.received(PeersWritten.class).size() == 2);
        assertThat(file("/etc/spawn/hostfile.mpich")).content().contains("host:" + processors);
    }

    @Test
    void writesPeerListAfterAllOtherFiles() throws Exception {
        server.helloReplies.add(new Peers(3, LIST.peers(), LIST.sha256()));

        startAgent();

        await(() -> !server.received(PeersWritten.class).isEmpty());
        assertThat(server.received(PeersWritten.class))
                .containsExactly(new PeersWritten(3, LIST.sha256()));
        assertThat(file("/etc/spawn/job-array-peers.json")).hasContent(LIST.json());
        assertThat(Files.readString(file("/etc/hosts")))
                .startsWith("127.0.0.1 localhost\n")
                .contains("10.0.0.2 compute-1.5k0zfnmq.spore.host compute-1");
        assertThat(file("/etc/spawn/hostfile"))
                .hasContent("compute-0.5k0zfnmq.spore.host\ncompute-1.5k0zfnmq.spore.host\n");
        assertThat(file("/etc/spawn/hostfile.openmpi"))
                .hasContent(
                        "compute-0.5k0zfnmq.spore.host slots=1\ncompute-1.5k0zfnmq.spore.host slots=1\n");
        assertThat(file("/etc/spawn/hostfile.mpich"))
                .hasContent("compute-0.5k0zfnmq.spore.host:1\ncompute-1.5k0zfnmq.spore.host:1\n");
        assertThat(file("/etc/spawn/mpi-process")).isExecutable();
        assertThat(Files.readString(file("/etc/spawn/peers.meta.json")))
                .contains("\"generation\": 3");
        assertThat(
                        List.of(
                                modifiedAt("/etc/hosts"),
                                modifiedAt("/etc/spawn/hostfile"),
                                modifiedAt("/etc/spawn/peers.meta.json"),
                                modifiedAt("/etc/spawn/job-array-peers.json")))
                .isSorted();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        file("/etc/spawn/job-array-peers.json"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void refusesPeersWithWrongDigest() throws Exception {
        server.helloReplies.add(new Peers(1, LIST.peers(), "00"));
        server.helloReplies.add(new BarrierFailed("no capacity", "3,5-7"));

        startAgent();

        await(() -> exists("/etc/spawn/barrier-failed.json"));
        assertThat(Files.readString(file("/etc/spawn/barrier-failed.json")))
                .isEqualTo("{\"reason\":\"no capacity\",\"missing\":\"3,5-7\"}\n");
        assertThat(exists("/etc/spawn/job-array-peers.json")).isFalse();
    }

    @Test
    void keepsOldHostsFileWhenDiskIsFull() throws Exception {
        Files.createDirectories(file("/etc/.hosts.new/full"));
        server.helloReplies.add(new Peers(3, LIST.peers(), LIST.sha256()));
        server.helloReplies.add(new BarrierFailed("no capacity", "3,5-7"));

        startAgent();

        await(() -> exists("/etc/spawn/barrier-failed.json"));
        assertThat(file("/etc/hosts")).hasContent("127.0.0.1 localhost\n");
        assertThat(exists("/etc/spawn/job-array-peers.json")).isFalse();
    }

    @Test
    void reportsPeersThatItCannotWriteAndWritesThemWhenItCan() throws Exception {
        Path obstacle = file("/etc/.hosts.new/full");
        Files.createDirectories(obstacle);
        server.helloReplies.add(new Peers(3, LIST.peers(), LIST.sha256()));

        startAgent();

        await(() -> !server.received(PeersNotWritten.class).isEmpty());
        assertThat(server.received(PeersNotWritten.class))
                .singleElement()
                .satisfies(
                        report -> {
                            assertThat(report.generation()).isEqualTo(3);
                            assertThat(report.reason()).contains("/etc/.hosts.new");
                        });
        assertThat(server.received(PeersWritten.class)).isEmpty();

        Files.delete(obstacle);
        await(() -> !server.received(PeersWritten.class).isEmpty());
        assertThat(file("/etc/spawn/job-array-peers.json")).hasContent(LIST.json());
    }

    @Test
    void clearsPeersAtBootAndKeepsThemAtAgentRestart() throws Exception {
        Files.writeString(file("/etc/spawn/job-array-peers.json"), "[]");
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        assertThat(exists("/etc/spawn/job-array-peers.json")).isFalse();
        server.send(new Peers(2, LIST.peers(), LIST.sha256()));
        await(() -> !server.received(PeersWritten.class).isEmpty());

        killAgent();
        startAgent();
        await(() -> server.received(Hello.class).size() == 2);

        assertThat(server.received(Hello.class).getLast().peersGeneration()).isEqualTo(2);
        assertThat(exists("/etc/spawn/job-array-peers.json")).isTrue();
    }

    @Test
    void enforcesLastDeadlineWithoutServer() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        server.send(
                new Deadline(Instant.now().plusSeconds(2).toString(), Instant.now().toString()));
        await(() -> exists("/var/lib/spored/deadline"));
        killAgent();
        server.close();
        // On a busy machine the deadline may have passed before the first agent was killed.
        Files.deleteIfExists(machine.resolve("powered-off"));

        startAgent();
        assertThat(Files.exists(machine.resolve("powered-off"))).isFalse();

        await(() -> Files.exists(machine.resolve("powered-off")));
    }

    private FileTime modifiedAt(String path) throws Exception {
        return Files.getLastModifiedTime(file(path));
    }
}

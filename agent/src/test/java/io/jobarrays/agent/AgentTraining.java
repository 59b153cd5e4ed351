package io.jobarrays.agent;

import io.jobarrays.contract.messages.AgentMessage.Deadline;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.Idle;
import io.jobarrays.contract.messages.AgentMessage.Peers;
import io.jobarrays.contract.messages.AgentMessage.PeersWritten;
import io.jobarrays.contract.messages.Peer;
import io.jobarrays.contract.messages.PeerList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * Training run for an AOT cache: an agent enrols at a fake server, writes its peers, runs work,
 * reports the log and the end, and is stopped; its JVM then writes the cache. A class that the run
 * does not use is not in the cache, and every agent that needs it loads it from its jar.
 */
public final class AgentTraining {
    /** Exit code of an agent that has ended by SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    /** Starts an agent whose JVM writes a cache at its exit. */
    @FunctionalInterface
    interface RecordedAgent {
        AgentProcess start(Path machine, URI server) throws IOException;
    }

    private AgentTraining() {}

    /** Trains the packaged agent in the directory that is the first argument. */
    public static void main(String[] arguments) throws Exception {
        Path image = Path.of(arguments[0]).toAbsolutePath();
        // The fake server's threads would go on without an exit, also after a failure.
        try {
            run((machine, server) -> AgentProcess.startImage(image, machine, server));
            System.exit(0);
        } catch (Throwable failed) {
            failed.printStackTrace();
            System.exit(1);
        }
    }

    static void run(RecordedAgent recorded) throws IOException, InterruptedException {
        Path machine = Files.createTempDirectory("spored-training");
        try (FakeServer server = new FakeServer()) {
            AgentProcess.prepareMachine(machine, server.uri(), "");
            List<Peer> peers = List.of(new Peer(2, "i-0abc", "10.0.0.1", "compute-2.example"));
            server.helloReplies.add(new Peers(1, peers, new PeerList(peers).sha256()));
            server.helloReplies.add(
                    new Deadline(Instant.now().plusSeconds(3600).toString(), "" + Instant.now()));
            server.helloReplies.add(new Idle(3600L, 10, "terminate"));
            server.helloReplies.add(
                    AgentMachineFixture.work("#!/bin/sh\necho prepared\n", "echo worked"));
            AgentProcess agent = recorded.start(machine, server.uri());
            try {
                AgentMachineFixture.await(
                        () ->
                                !server.received(Ended.class).isEmpty()
                                        && !server.received(PeersWritten.class).isEmpty());
                agent.stop();
                if (agent.awaitEnd() != TERMINATED) {
                    throw new IOException(
                            "the agent did not end by SIGTERM:\n"
                                    + Files.readString(machine.resolve("agent.log")));
                }
            } finally {
                agent.kill();
            }
        } finally {
            FileUtils.deleteDirectory(machine.toFile());
        }
    }
}

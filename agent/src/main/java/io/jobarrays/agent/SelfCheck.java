package io.jobarrays.agent;

import io.jobarrays.agent.aws.AwsJsonClient;
import io.jobarrays.agent.aws.InstanceRole;
import io.jobarrays.agent.aws.S3Client;
import io.jobarrays.agent.aws.SecretResolver;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.peers.PeerFiles;
import io.jobarrays.agent.server.AgentEnrolment;
import io.jobarrays.agent.server.MachineCredentials;
import io.jobarrays.agent.server.MachineKey;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.ServerConnection;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.agent.server.ServerToken;
import io.jobarrays.agent.server.SignedHttp;
import io.jobarrays.agent.work.ProcessWorkSupervisor;
import io.jobarrays.agent.work.WorkEnvironment;
import io.jobarrays.agent.work.WorkRecord;
import io.jobarrays.agent.work.Workload;
import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.EnvFile;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Peers;
import io.jobarrays.contract.messages.Peer;
import io.jobarrays.contract.messages.PeerList;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Self-check of {@code spored --check}: runs the agent's main paths in a temporary directory, to
 * verify an image.
 */
public final class SelfCheck {
    private static final URI UNREACHABLE = URI.create("http://127.0.0.1:9");
    private static final EnvFile MEMBER =
            new EnvFile(new ArrayId("check-20260101-abcdef"), new ArrayName("check"), 1, 0, 1);
    private static final int WORK_TIMEOUT_SECONDS = 20;

    private SelfCheck() {}

    /** Runs the check and returns the exit code of the program. */
    static int run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("spored-check");
        try {
            RootDirectory root = new RootDirectory(directory);
            root.makeDirectories();
            MessageCodec codec = new MessageCodec();
            checkPeers(root, codec);
            checkNetwork(root, codec);
            return checkWork(root, codec) ? 0 : 1;
        } finally {
            deleteRecursively(directory);
        }
    }

    private static void checkPeers(RootDirectory root, MessageCodec codec) throws IOException {
        List<Peer> peers = List.of(new Peer(0, "i-0", "10.0.0.1", "check-0.example"));
        Peers message = new Peers(1, peers, new PeerList(peers).sha256());
        new PeerFiles(
                        root,
                        Clock.systemUTC(),
                        codec,
                        (file, text) -> AtomicFile.write(file, text, AtomicFile.PUBLIC))
                .write((Peers) codec.read(codec.write(message)));
    }

    private static void checkNetwork(RootDirectory root, MessageCodec codec)
            throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        MetadataClient metadata = new MetadataClient(http, UNREACHABLE);
        try {
            metadata.identityDocument();
        } catch (IOException expected) {
            // Nothing listens at this address; the check covers the code up to the socket.
        }
        new ServerToken("check", Instant.MAX).write(root.stateFile("token"));
        ServerConnection connection =
                new ServerConnection(http, testCredentials(root, http, codec), UNREACHABLE, codec);
        Thread connecting = Thread.ofPlatform().daemon().start(() -> connect(connection));
        connecting.join(TimeUnit.SECONDS.toMillis(1));
        connecting.interrupt();
    }

    /** Credentials that no server accepts, for the self-check and tests. */
    public static MachineCredentials testCredentials(
            RootDirectory root, HttpClient http, MessageCodec codec) throws IOException {
        MachineKey key = MachineKey.loadOrCreate(root);
        AgentEnv env = new AgentEnv(UNREACHABLE, "", "check", "i-check", "", MEMBER);
        AgentEnrolment enrolment =
                new AgentEnrolment(http, codec, new MetadataClient(http, UNREACHABLE), env, key);
        return new MachineCredentials(
                root, key, enrolment, Clock.systemUTC(), new AgentPowerSwitch(root, "true"));
    }

    private static void connect(ServerConnection connection) {
        try {
            connection.run(new IgnoredMessages());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean checkWork(RootDirectory root, MessageCodec codec)
            throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        InstanceRole role = new InstanceRole(new MetadataClient(http, UNREACHABLE), codec);
        Workload workload =
                new Workload(
                        root,
                        codec,
                        AgentThreads.platform(),
                        new ProcessWorkSupervisor(root, "check"),
                        new WorkEnvironment(root, System.getenv(), MEMBER),
                        new SecretResolver(codec, new AwsJsonClient(http, codec, role, "")),
                        new S3Client(http, role, ""),
                        new ServerFiles(
                                new SignedHttp(http, testCredentials(root, http, codec)),
                                UNREACHABLE));
        String script = "#!/bin/sh\necho checked\n";
        Work work = Work.of("check", 1, 1).userData(script).command("true").build();
        workload.accept((Work) codec.read(codec.write(work)));
        for (int i = 0; i < WORK_TIMEOUT_SECONDS * 10 && !workload.phase().equals("ended"); i++) {
            Thread.sleep(100);
        }
        WorkRecord run = workload.record().orElseThrow();
        return run.hasEnded() && run.ended(codec).orElseThrow().exit().equals("EXIT_0");
    }

    private static void deleteRecursively(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Listener of a connection that is never established. */
    private static final class IgnoredMessages implements ServerConnection.ConnectionListener {
        @Override
        public Hello hello() {
            return new Hello("", null, "idle", 0, "");
        }

        @Override
        public void opened() {}

        @Override
        public void received(String message) {}

        @Override
        public void closed(String why) {}
    }
}

package io.jobarrays.agent.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.agent.AgentProcess;
import io.jobarrays.agent.FakeServer;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.AgentEnrolment;
import io.jobarrays.agent.server.MachineCredentials;
import io.jobarrays.agent.server.MachineKey;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.ServerConnection;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.Go;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Note;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineHttpClientTest {
    private static final URI METADATA = URI.create("http://169.254.169.254");
    private static final URI CONTROL_PLANE = URI.create("http://169.254.169.252");

    @TempDir Path machine = Path.of("");
    private final FakeServer server = new FakeServer();
    private final NetworkSwitch network = new NetworkSwitch();
    private final AgentThreads threads = AgentThreads.virtual();
    private final HttpClient shared = HttpClient.newHttpClient();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private HttpClient client = shared;

    @BeforeEach
    void writeControlPlaneFile() throws Exception {
        Path file = machine.resolve("server.json");
        Files.writeString(file, "{\"pid\": 1, \"url\": \"%s\"}".formatted(server.uri()));
        client = new MachineHttpClient(shared, new LinkLocalRoutes(server.uri(), file), network);
    }

    @AfterEach
    void end() throws Exception {
        threads.interruptAll();
        threads.awaitEnd();
        server.close();
        shared.close();
    }

    @Test
    void reachesMetadataAndControlPlaneAtLinkLocalAddresses() throws Exception {
        connect();

        assertThat(server.identity.enrolments).hasSize(1);
        assertThat(server.received(Hello.class)).hasSize(1);
    }

    @Test
    void requestsFailWhileDisconnected() {
        network.set(false);

        assertThatThrownBy(() -> new MetadataClient(client, METADATA).identityDocument())
                .isInstanceOf(ConnectException.class)
                .hasMessage("Network is unreachable");
    }

    @Test
    void connectionPausesWhileDisconnected() throws Exception {
        ServerConnection connection = connect();

        network.set(false);
        CompletableFuture<Boolean> sent =
                CompletableFuture.supplyAsync(() -> connection.send(new Note("late")));
        server.send(new Go("first"));
        server.send(new Go("second"));
        // The first was asked for before.
        AgentMachineFixture.await(() -> events.size() == 1);
        assertThat(server.received(Note.class)).isEmpty();
        events.add("connected");
        network.set(true);

        assertThat(sent.get(1, TimeUnit.MINUTES)).isTrue();
        AgentMachineFixture.await(() -> events.size() == 3);
        assertThat(events).element(1).isEqualTo("connected");
        AgentMachineFixture.await(() -> server.received(Note.class).size() == 1);
    }

    private ServerConnection connect() throws Exception {
        AgentProcess.prepareMachine(machine, CONTROL_PLANE, "");
        RootDirectory root = new RootDirectory(machine);
        root.makeDirectories();
        MessageCodec codec = new MessageCodec();
        MachineKey key = MachineKey.loadOrCreate(root);
        AgentEnrolment enrolment =
                new AgentEnrolment(
                        client,
                        codec,
                        new MetadataClient(client, METADATA),
                        AgentEnv.read(root),
                        key);
        MachineCredentials credentials =
                new MachineCredentials(
                        root,
                        key,
                        enrolment,
                        Clock.systemUTC(),
                        new AgentPowerSwitch(root, "true"));
        ServerConnection connection =
                new ServerConnection(client, credentials, CONTROL_PLANE, codec);
        threads.start("connection", () -> connection.run(new RecordedMessages()));
        AgentMachineFixture.await(() -> !server.received(Hello.class).isEmpty());
        return connection;
    }

    private final class RecordedMessages implements ServerConnection.ConnectionListener {
        @Override
        public FromAgent hello() {
            return new Hello("test", null, "idle", 0, "boot");
        }

        @Override
        public void opened() {}

        @Override
        public void received(String message) {
            events.add(message);
        }

        @Override
        public void closed(String reason) {}
    }
}

package io.jobarrays.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentProcess;
import io.jobarrays.agent.FakeServer;
import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.AgentPowerSwitch;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.MetadataClient;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Note;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConnectionTest {
    /** Shorter than the silence after which an agent reconnects in any case. */
    private static final Duration RECONNECT_LIMIT = Duration.ofSeconds(15);

    /** More than the buffers of both ends of a connection hold. */
    private static final Note LARGE_NOTE = new Note("x".repeat(16 << 20));

    @TempDir Path machine = Path.of("");
    private final FakeServer server = new FakeServer();
    private final AgentThreads threads = AgentThreads.virtual();
    private final HttpClient http = HttpClient.newHttpClient();
    private final MessageCodec codec = new MessageCodec();
    private final MessageOutbox outbox = new MessageOutbox();
    private final List<String> closeReasons = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() throws Exception {
        threads.interruptAll();
        threads.awaitEnd();
        server.close();
        http.close();
    }

    @Test
    void reconnectsAtOnceAfterMessageThatCouldNotBeSent() throws Exception {
        ServerConnection connection = connect();
        server.pauseReading();

        boolean sent = connection.send(LARGE_NOTE);

        assertThat(sent).isFalse();
        Awaitility.await()
                .atMost(RECONNECT_LIMIT)
                .until(() -> server.received(Hello.class).size() == 2);
        assertThat(closeReasons).containsExactly("a message could not be sent");
    }

    @Test
    void queuedMessagesFollowOnTheNextConnection() throws Exception {
        ServerConnection connection = connect();
        threads.start("outbox", () -> outbox.deliver(connection::send));
        server.pauseReading();
        connection.send(LARGE_NOTE);

        outbox.enqueue(new Note("first"));
        outbox.enqueue(new Note("second"));

        Awaitility.await()
                .atMost(RECONNECT_LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(server.received(Note.class))
                                        .containsExactly(new Note("first"), new Note("second")));
    }

    private ServerConnection connect() throws Exception {
        AgentProcess.prepareMachine(machine, server.uri(), "");
        RootDirectory root = new RootDirectory(machine);
        root.makeDirectories();
        MachineKey key = MachineKey.loadOrCreate(root);
        AgentEnrolment enrolment =
                new AgentEnrolment(
                        http,
                        codec,
                        new MetadataClient(http, server.uri()),
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
                new ServerConnection(
                        http, credentials, server.uri(), codec, Duration.ofMillis(500));
        threads.start("connection", () -> connection.run(new ClosedConnections()));
        Awaitility.await().until(() -> server.received(Hello.class).size() == 1);
        return connection;
    }

    private final class ClosedConnections implements ServerConnection.ConnectionListener {
        @Override
        public FromAgent hello() {
            return new Hello("test", null, "idle", 0, "boot");
        }

        @Override
        public void opened() {
            outbox.connected();
        }

        @Override
        public void received(String message) {}

        @Override
        public void closed(String reason) {
            closeReasons.add(reason);
        }
    }
}

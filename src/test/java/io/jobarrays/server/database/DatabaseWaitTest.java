package io.jobarrays.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** Against a listener that answers the first message as PostgreSQL does. */
class DatabaseWaitTest {
    private static final Config CONFIG =
            new SmallRyeConfigBuilder()
                    .withSources(
                            new PropertiesConfigSource(
                                    Map.of(
                                            "quarkus.datasource.username",
                                            "spawn",
                                            "quarkus.datasource.password",
                                            "hidden"),
                                    "test",
                                    100))
                    .build();

    private final List<String> sentences = new CopyOnWriteArrayList<>();

    @Test
    void waitsWhileNothingListensAndWhileItStarts() throws Exception {
        int port = freePort();
        CompletableFuture<Optional<String>> end = begin(port);
        await().untilAsserted(
                        () ->
                                assertThat(sentences)
                                        .singleElement()
                                        .asString()
                                        .startsWith(
                                                "waiting for the database jdbc:postgresql://127.0.0.1:%d/spawn: Connection to 127.0.0.1:%d refused"
                                                        .formatted(port, port)));

        try (ServerSocket database = listen(port)) {
            answer(database, "57P03", "the database system is starting up");
            await().untilAsserted(
                            () ->
                                    assertThat(sentences)
                                            .last()
                                            .asString()
                                            .endsWith("the database system is starting up"));
            answer(database, "28P01", "password authentication failed");

            assertThat(end.get().orElseThrow())
                    .isEqualTo(
                            "the database jdbc:postgresql://127.0.0.1:%d/spawn refuses this server: FATAL: password authentication failed"
                                    .formatted(port));
        }
        assertThat(sentences).hasSize(2).noneMatch(it -> it.contains("hidden"));
    }

    private CompletableFuture<Optional<String>> begin(int port) {
        String url = "jdbc:postgresql://127.0.0.1:%d/spawn?sslmode=disable".formatted(port);
        DatabaseWait wait = new DatabaseWait(url, CONFIG, sentences::add);
        CompletableFuture<Optional<String>> end = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                end.complete(wait.untilReachable());
                            } catch (InterruptedException e) {
                                end.completeExceptionally(e);
                            }
                        });
        return end;
    }

    /** Error response of the protocol's version 3: fields with a letter each. */
    private static void answer(ServerSocket database, String state, String message)
            throws IOException {
        try (Socket client = database.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readNBytes(in.readInt() - Integer.BYTES);
            byte[] fields =
                    "SFATAL\0C%s\0M%s\0\0"
                            .formatted(state, message)
                            .getBytes(StandardCharsets.UTF_8);
            int length = fields.length + 4;
            client.getOutputStream().write(new byte[] {'E', 0, 0, 0, (byte) length});
            client.getOutputStream().write(fields);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 8, InetAddress.getLoopbackAddress());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = listen(0)) {
            return socket.getLocalPort();
        }
    }
}

package io.jobarrays.cli.remote;

import io.jobarrays.cli.CommandResult;
import io.jobarrays.cli.CommandResult.Shell;
import io.jobarrays.cli.StubServer;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs connect with a control plane that plays the members. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ConnectFixture {
    @TempDir Path directory = Path.of("");
    final StubServer server = new StubServer();

    /** First message of each session. */
    final Queue<JsonValue> opened = new ConcurrentLinkedQueue<>();

    InputStream piped = InputStream.nullInputStream();

    @BeforeEach
    void serve() {
        server.json("GET /arrays/compute-0", view(1));
        server.json("GET /arrays/compute", view(3));
    }

    @AfterEach
    void close() {
        server.close();
    }

    static void ignore(StubWebSocket talk) {
        talk.end("EXIT_0");
    }

    CommandResult connect(Consumer<StubWebSocket> member, String... args) throws IOException {
        Consumer<StubWebSocket> conversation =
                talk -> {
                    opened.add(talk.next());
                    member.accept(talk);
                };
        try (StubSockets sockets = new StubSockets(server, conversation)) {
            Shell shell =
                    new Shell(directory, server).with("SPAWN_URL", sockets.url()).withInput(piped);
            return shell.type(List.of("connect"), args);
        }
    }

    static String view(int size) {
        return IntStream.range(0, size)
                .mapToObj("{\"index\":%d}"::formatted)
                .collect(Collectors.joining(",", "{\"id\":\"c-1\",\"members\":[", "]}"));
    }
}

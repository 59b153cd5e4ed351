package io.jobarrays.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.cli.ServerWithoutTls;
import io.jobarrays.cli.StubServer;
import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventFollowerTest {
    private static final String EVENTS = "GET /executions/1/events";
    private static final String END = "id: 3\nevent: end\ndata: {\"exit_code\":0}\n\n";

    private final StubServer server = new StubServer();
    private final List<String> told = new ArrayList<>();
    private final EventFollower watch =
            new EventFollower(
                    new ApiClient(() -> new Endpoint(server.url(), Optional.empty())), told::add);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void printsEventsUntilEnd() {
        server.on(EVENTS, 200, "text/event-stream", news(1, "a") + news(2, "b") + END);

        JsonValue end = watch.followToEnd("/executions/1/events");

        assertThat(told).containsExactly("a", "b");
        assertThat(end.number("exit_code")).contains(0);
    }

    @Test
    void resumesAfterLastEventWhenConnectionIsCut() {
        server.on(EVENTS, 200, "text/event-stream", news(1, "a") + news(2, "b"));
        server.on(EVENTS, 200, "text/event-stream", END);

        watch.followToEnd("/executions/1/events");

        assertThat(server.requests().get(0).header("Last-event-id")).isEmpty();
        assertThat(server.requests().get(1).header("Last-event-id")).contains("2");
    }

    @Test
    void waitsForServerThatIsNotReady() {
        server.problem(EVENTS, 503, "starting", "");
        server.on(EVENTS, 200, "text/event-stream", END);

        watch.followToEnd("/executions/1/events");

        assertThat(told)
                .containsExactly(
                        "the control plane does not answer; watching resumes when it is back");
    }

    @Test
    void failsAtOnceWhenNotFound() {
        assertThatThrownBy(() -> watch.followToEnd("/executions/9/events"))
                .isInstanceOf(Failure.class)
                .hasMessage("nothing here");
    }

    /** A server without TLS is refused by the same rule as one with an untrusted certificate. */
    @Test
    @Timeout(60)
    void failsAtOnceWhenTheServerIsRefused() {
        try (ServerWithoutTls plain = new ServerWithoutTls()) {
            Endpoint endpoint = new Endpoint(plain.url(), Optional.empty());
            EventFollower tls = new EventFollower(new ApiClient(() -> endpoint), told::add);

            assertThatThrownBy(() -> tls.followToEnd("/executions/1/events"))
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            it -> assertThat(it.sentence()).contains("does not speak TLS"));
            assertThat(told).isEmpty();
        }
    }

    private static String news(int id, String text) {
        return "id: %d\nevent: progress\ndata: {\"text\":\"%s\"}\n\n".formatted(id, text);
    }
}

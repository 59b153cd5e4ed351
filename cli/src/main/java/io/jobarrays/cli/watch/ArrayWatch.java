package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.EventFollower;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.time.Duration;
import java.util.Optional;

/** Waits for an array and prints its events meanwhile. */
public final class ArrayWatch {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private static final Duration SERVER_DOWN_TIMEOUT = Duration.ofMinutes(5);

    private final CommandSession session;
    private final String id;
    private final String path;
    private final RetryWhileDown retry = new RetryWhileDown(SERVER_DOWN_TIMEOUT);

    public ArrayWatch(CommandSession session, String id) {
        this.session = session;
        this.id = id;
        this.path = "/arrays/" + ApiClient.segment(id);
    }

    /**
     * Waits until the view has the given field: {@code launch_exit_code} when the peers are
     * published or the launch failed, {@code exit_code} when the array has ended.
     */
    public JsonValue awaitCode(String code) {
        String sentence =
                "spawn: array %s continues; \"spawn terminate %s\" ends it".formatted(id, id);
        try (var _ = InterruptNotice.register(session, sentence)) {
            EventFollower watch = new EventFollower(session.api(), session::progress);
            Thread news = Thread.ofVirtual().start(() -> printEvents(watch));
            Optional<JsonValue> view = poll(code);
            while (view.isEmpty()) {
                Pause.of(POLL_INTERVAL);
                view = poll(code);
            }
            news.interrupt();
            return view.get();
        }
    }

    private void printEvents(EventFollower watch) {
        try {
            watch.followToEnd(path + "/events");
        } catch (RuntimeException broken) {
            // Events are informative only; the polled view decides.
        }
    }

    private Optional<JsonValue> poll(String code) {
        return retry.call(() -> session.api().get(path, ApiClient.JSON).json())
                .filter(it -> it.number(code).isPresent());
    }
}

package io.jobarrays.cli.commands;

import io.jobarrays.cli.Pause;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
import io.jobarrays.cli.http.Watch;
import java.time.Duration;
import java.util.Optional;

/** Waits for an array, telling its news meanwhile. */
final class ArrayWatch {
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Session session;
    private final String id;
    private final String path;
    private final Patience patience = new Patience(PATIENCE);

    ArrayWatch(Session session, String id) {
        this.session = session;
        this.id = id;
        this.path = "/arrays/" + Api.escape(id);
    }

    /**
     * The view once it has the given code: {@code launch_exit_code} when the peers are published or
     * the launch failed, {@code exit_code} when all is over.
     */
    Json until(String code) {
        String sentence =
                "spawn: array %s goes on; \"spawn terminate %s\" ends it".formatted(id, id);
        try (var _ = Interruption.says(session, sentence)) {
            Watch watch = new Watch(session.api(), session::progress);
            Thread news = Thread.ofVirtual().start(() -> tell(watch));
            Optional<Json> view = look(code);
            while (view.isEmpty()) {
                Pause.of(LOOK);
                view = look(code);
            }
            news.interrupt();
            return view.get();
        }
    }

    private void tell(Watch watch) {
        try {
            watch.toEnd(path + "/events");
        } catch (RuntimeException broken) {
            // News only: who looks at the view finds out what matters.
        }
    }

    private Optional<Json> look(String code) {
        return patience.ask(() -> session.api().get(path, Api.JSON).json())
                .filter(it -> it.number(code).isPresent());
    }
}

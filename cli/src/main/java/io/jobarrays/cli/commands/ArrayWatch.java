package io.jobarrays.cli.commands;

import io.jobarrays.cli.Pause;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
import io.jobarrays.cli.http.Unreachable;
import io.jobarrays.cli.http.Watch;
import java.time.Duration;

/** Waits for an array, telling its news meanwhile. */
final class ArrayWatch {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Session session;
    private final String path;

    ArrayWatch(Session session, String path) {
        this.session = session;
        this.path = path;
    }

    /**
     * The view once the peers are published or the launch has failed.
     *
     * @param end wait for the last exit instead
     */
    Json until(boolean end) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        String sentence =
                "spawn: array %s goes on; \"spawn terminate %s\" ends it".formatted(id, id);
        try (var _ = Interruption.says(session, sentence)) {
            Watch watch = new Watch(session.api(), session::progress);
            if (end) {
                watch.toEnd(path + "/events");
                return ended();
            }
            Thread news = Thread.ofVirtual().start(() -> tell(watch));
            Json view = launched();
            news.interrupt();
            return view;
        }
    }

    private void tell(Watch watch) {
        try {
            watch.toEnd(path + "/events");
        } catch (RuntimeException broken) {
            // News only: who looks at the view finds out what matters.
        }
    }

    private Json launched() {
        while (true) {
            Json view = session.api().get(path, Api.JSON).json();
            String state = view.text("state").orElse("");
            boolean over = state.equals("DRAINING") || state.equals("ENDED");
            if (over) {
                return ended();
            }
            if (!state.equals("LAUNCHING")) {
                return view;
            }
            Pause.of(LOOK);
        }
    }

    private Json ended() {
        while (true) {
            try {
                Json view = session.api().get(path, Api.JSON).json();
                if (view.number("exit_code").isPresent()) {
                    return view;
                }
            } catch (Unreachable restarting) {
                session.progress(restarting.sentence());
            }
            Pause.of(LOOK);
        }
    }
}

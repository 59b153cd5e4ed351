package io.jobarrays.cli.commands;

import io.jobarrays.cli.Pause;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
import io.jobarrays.cli.http.Watch;
import java.time.Duration;
import java.util.function.Consumer;

/** Shows an execution, at once or at its end. */
final class ExecutionWatch {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Session session;
    private final String id;
    private final String path;

    ExecutionWatch(Session session, String id) {
        this.session = session;
        this.id = id;
        this.path = "/executions/" + Api.escape(id);
    }

    /**
     * @param view as it is now
     * @param news whether to tell what happens meanwhile
     * @return the exit code of the command
     */
    int show(Json view, boolean toEnd, boolean news) {
        Json last = toEnd ? end(news) : view;
        Shown.view(session, path, last, "id");
        return toEnd ? last.number("exit_code").orElse(1) : 0;
    }

    private Json end(boolean news) {
        session.progress("execution %s has started".formatted(id));
        Consumer<String> told = news ? session::progress : line -> {};
        String sentence =
                "spawn: execution %s goes on; \"spawn executions stop %s\" stops it"
                        .formatted(id, id);
        try (var _ = Interruption.says(session, sentence)) {
            Json view = new Watch(session.api(), told).toEnd(path + "/events");
            while (view.number("exit_code").isEmpty()) {
                Pause.of(LOOK);
                view = session.api().get(path, Api.JSON).json();
            }
            return view;
        }
    }
}

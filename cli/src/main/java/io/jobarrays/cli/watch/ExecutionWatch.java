package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.EventFollower;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.time.Duration;
import java.util.function.Consumer;

/** Shows an execution now or when it has ended. */
public final class ExecutionWatch {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final CommandSession session;
    private final String id;
    private final String path;

    public ExecutionWatch(CommandSession session, String id) {
        this.session = session;
        this.id = id;
        this.path = "/executions/" + ApiClient.segment(id);
    }

    /**
     * @param view current view of the execution
     * @param news whether to print progress while waiting
     * @return the exit code of the command
     */
    public int show(JsonValue view, boolean toEnd, boolean news) {
        JsonValue last = toEnd ? awaitEnd(news) : view;
        CommandOutput.printView(session, path, last, "id");
        return toEnd ? last.number("exit_code").orElse(1) : 0;
    }

    private JsonValue awaitEnd(boolean news) {
        session.progress("execution %s has started".formatted(id));
        Consumer<String> told = news ? session::progress : line -> {};
        String sentence =
                "spawn: execution %s continues; \"spawn executions stop %s\" stops it"
                        .formatted(id, id);
        try (var _ = InterruptNotice.register(session, sentence)) {
            JsonValue view = new EventFollower(session.api(), told).followToEnd(path + "/events");
            while (view.number("exit_code").isEmpty()) {
                Pause.of(POLL_INTERVAL);
                view = session.api().get(path, ApiClient.JSON).json();
            }
            return view;
        }
    }
}

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
     * @param news whether to show progress while waiting: on a terminal as a table that is drawn
     *     again, elsewhere as a line for each event
     * @return the exit code of the command
     */
    public int show(JsonValue view, boolean toEnd, boolean news) {
        if (!toEnd) {
            CommandOutput.printView(session, path, view, "id");
            return 0;
        }
        session.progress("execution %s has started".formatted(id));
        return showEnd(awaitEnd(news));
    }

    /**
     * Shows an execution with its progress until it has ended.
     *
     * @param view current view; of one that has ended, it is all there is to show
     * @return its exit code
     */
    public int follow(JsonValue view) {
        return showEnd(view.number("exit_code").isPresent() ? view : awaitEnd(true));
    }

    private int showEnd(JsonValue last) {
        CommandOutput.printView(session, path, last, "id");
        return last.number("exit_code").orElse(1);
    }

    private JsonValue awaitEnd(boolean news) {
        String sentence =
                "spawn: execution %s continues; \"spawn executions show %s --watch\" shows it again, \"spawn executions stop %s\" stops it"
                        .formatted(id, id, id);
        if (news && session.redrawsProgress()) {
            return new LiveExecution(session, path).awaitEnd(sentence);
        }
        Consumer<String> told = news ? session::progress : line -> {};
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

package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.session.CommandSession;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows one thing again and again: on a terminal drawn over itself, elsewhere the lines that are
 * new.
 */
public final class Screen {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final String CLEAR = "\033[H\033[2J";

    private final CommandSession session;
    private final String path;
    private final boolean drawn;
    private final RetryWhileDown patience = new RetryWhileDown(Duration.ofMinutes(5));
    private String last = "";

    public Screen(CommandSession session, String path) {
        this.session = session;
        this.path = path;
        this.drawn =
                session.showsToAPerson() && CommandOutput.accept(session).equals(ApiClient.TEXT);
    }

    /** Until it has an exit code: the last answer's. What has none is shown until Ctrl-C. */
    public Response toEnd() {
        while (true) {
            Optional<Response> answer = patience.ask(this::look);
            if (answer.filter(it -> it.exitCode().isPresent()).isPresent()) {
                return answer.get();
            }
            Pause.of(LOOK);
        }
    }

    private Response look() {
        Response answer = session.api().get(path, CommandOutput.accept(session));
        show(answer.text());
        return answer;
    }

    private void show(String text) {
        if (drawn) {
            session.data(CLEAR + text);
        } else {
            Set<String> known = last.lines().collect(Collectors.toSet());
            session.data(
                    text.lines()
                            .filter(line -> !known.contains(line))
                            .map(line -> line + "\n")
                            .collect(Collectors.joining()));
        }
        last = text;
    }
}

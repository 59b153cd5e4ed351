package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.session.CommandSession;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Refreshes a view periodically: in place on a terminal, otherwise prints only new lines. */
public final class Screen {
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(2);
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    private final CommandSession session;
    private final String path;
    private final boolean redraws;
    private final RetryWhileDown retry = new RetryWhileDown(Duration.ofMinutes(5));
    private String last = "";

    public Screen(CommandSession session, String path) {
        this.session = session;
        this.path = path;
        this.redraws =
                session.isStdoutTerminal()
                        && !CommandOutput.acceptedType(session).equals(ApiClient.JSON);
    }

    /** Refreshes until the response has an exit code and returns it; without one, until Ctrl-C. */
    public Response showToEnd() {
        session.exitWhenReaderIsGone();
        while (true) {
            Optional<Response> answer = retry.call(this::refresh);
            if (answer.filter(it -> it.exitCode().isPresent()).isPresent()) {
                return answer.get();
            }
            Pause.of(REFRESH_INTERVAL);
        }
    }

    private Response refresh() {
        Response answer = session.api().get(path, CommandOutput.acceptedType(session));
        show(answer.text());
        return answer;
    }

    private void show(String text) {
        if (redraws) {
            session.print(CLEAR_SCREEN + text);
        } else {
            Set<String> known = last.lines().collect(Collectors.toSet());
            session.print(
                    text.lines()
                            .filter(line -> !known.contains(line))
                            .map(line -> line + "\n")
                            .collect(Collectors.joining()));
        }
        last = text;
    }
}

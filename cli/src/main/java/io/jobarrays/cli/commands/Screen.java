package io.jobarrays.cli.commands;

import io.jobarrays.cli.Pause;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Answer;
import io.jobarrays.cli.http.Api;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows one thing again and again: on a terminal drawn over itself, elsewhere the lines that are
 * new.
 */
final class Screen {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final String CLEAR = "\033[H\033[2J";

    private final Session session;
    private final String path;
    private final boolean drawn;
    private final Patience patience = new Patience(Duration.ofMinutes(5));
    private String last = "";

    Screen(Session session, String path) {
        this.session = session;
        this.path = path;
        this.drawn = session.showsToAPerson() && Shown.accept(session).equals(Api.TEXT);
    }

    /** Until it has an exit code: the last answer's. What has none is shown until Ctrl-C. */
    Answer toEnd() {
        while (true) {
            Optional<Answer> answer = patience.ask(this::look);
            if (answer.filter(it -> it.exitCode().isPresent()).isPresent()) {
                return answer.get();
            }
            Pause.of(LOOK);
        }
    }

    private Answer look() {
        Answer answer = session.api().get(path, Shown.accept(session));
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

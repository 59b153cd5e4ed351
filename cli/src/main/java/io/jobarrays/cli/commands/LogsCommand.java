package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.flags.LogFormat;
import io.jobarrays.cli.flags.LogRange;
import io.jobarrays.cli.flags.SelectorArguments;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.MemberLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spawn logs}. */
@Command(name = "logs", description = "Shows the logs of members, including terminated ones.")
public final class LogsCommand implements Callable<Integer> {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final CommandSession session;

    @Mixin private final SelectorArguments selector = new SelectorArguments();

    @Option(
            names = {"-f", "--follow"},
            description = "follow the log until the work has ended")
    private boolean follow;

    @Option(names = "--failed", description = "only members whose work failed")
    private boolean failed;

    @Mixin private final LogRange range = new LogRange();

    @Mixin private final LogFormat format = new LogFormat();

    public LogsCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        range.checkStreams();
        format.check();
        String selected = selector.selected();
        JsonValue view = view(selected);
        String id = view.text("job_array_id").orElse(selected);
        List<Integer> indexes =
                view.get("members").items().stream()
                        .filter(it -> !failed || hasFailed(it))
                        .map(it -> it.number("index").orElse(0))
                        .toList();
        SequencedMap<Integer, MemberLog> logs = new LinkedHashMap<>();
        boolean colours = session.showsColours();
        boolean alone = indexes.size() == 1;
        indexes.forEach(
                it -> logs.put(it, log(id, it, alone ? "" : "[%d] ".formatted(it), colours)));
        if (follow) {
            session.exitWhenReaderIsGone();
        }
        boolean going = true;
        while (going) {
            // Read before the logs, so that output written until the end is printed.
            going = follow && view(selected).number("exit_code").isEmpty();
            logs.values().forEach(MemberLog::printNew);
            if (going) {
                Pause.of(POLL_INTERVAL);
            }
        }
        logs.forEach((index, log) -> log.finish(index));
        return 0;
    }

    /** View of the array with the selected members. */
    private JsonValue view(String selected) {
        return session.api().get("/arrays/" + ApiClient.segment(selected), ApiClient.JSON).json();
    }

    private MemberLog log(String id, int index, String prefix, boolean colours) {
        String path = "/arrays/%s/logs/%d".formatted(ApiClient.segment(id), index);
        return new MemberLog(session, path, range, format, prefix, colours);
    }

    private static boolean hasFailed(JsonValue member) {
        return member.text("exit_status").filter(status -> !status.equals("EXIT_0")).isPresent();
    }
}

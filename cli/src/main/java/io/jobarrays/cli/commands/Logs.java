package io.jobarrays.cli.commands;

import io.jobarrays.cli.Pause;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spawn logs}. */
@Command(name = "logs", description = "Shows what members wrote, also after they are gone.")
public final class Logs implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Session session;

    @Mixin private final Selector selector = new Selector();

    @Option(
            names = {"-f", "--follow"},
            description = "go on until the work has ended")
    private boolean follow;

    @Option(names = "--failed", description = "only members whose work failed")
    private boolean failed;

    public Logs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        MemberSelection selection = MemberSelection.of(selector.given());
        Json view = view(selection);
        String id = view.text("job_array_id").orElse(selection.array());
        List<Json> members =
                selection.of(view).stream().filter(it -> !failed || hasFailed(it)).toList();
        List<MemberLog> logs =
                members.stream().map(it -> log(id, it, members.size() == 1)).toList();
        boolean going = true;
        while (going) {
            // Asked before the logs are read: what is written until the end is shown.
            going = follow && view(selection).number("exit_code").isEmpty();
            logs.forEach(MemberLog::show);
            if (going) {
                Pause.of(LOOK);
            }
        }
        logs.forEach(MemberLog::finish);
        return 0;
    }

    private Json view(MemberSelection selection) {
        return session.api().get("/arrays/" + Api.escape(selection.array()), Api.JSON).json();
    }

    private MemberLog log(String id, Json member, boolean alone) {
        int index = member.number("index").orElse(0);
        String path = "/arrays/%s/logs/%d".formatted(Api.escape(id), index);
        return new MemberLog(session, path, alone ? "" : "[%d] ".formatted(index));
    }

    private static boolean hasFailed(Json member) {
        return member.text("exit_status").filter(status -> !status.equals("EXIT_0")).isPresent();
    }
}

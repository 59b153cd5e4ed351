package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spawn orphans}. */
@Command(
        name = "orphans",
        description =
                "Shows instances that run without a record of their launch, or terminates them.")
public final class OrphansCommand implements Callable<Integer> {
    private static final String PATH = "/orphans";

    private final CommandSession session;

    @Option(names = "--terminate", description = "terminate all of them")
    private boolean terminate;

    public OrphansCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<String> ids = terminate ? ids() : List.of();
        if (ids.isEmpty()) {
            print(session.api().get(PATH, acceptedType()));
            return 0;
        }
        if (!session.confirm(question(ids))) {
            session.progress("spawn: nothing was done");
            return Failure.EXIT_FAILED;
        }
        return terminate(ids);
    }

    /** Only those that the question named: more may have been found since. */
    private int terminate(List<String> ids) {
        byte[] body =
                new JsonValue.Obj()
                        .with("instance_ids", JsonValue.texts(ids))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        Response answer =
                session.api().post(PATH + "/terminate", acceptedType(), ApiClient.JSON, body);
        print(answer);
        return answer.exitCode().orElse(0);
    }

    private String acceptedType() {
        return session.outputFormat() == OutputFormat.NAME
                ? ApiClient.JSON
                : CommandOutput.acceptedType(session);
    }

    private List<String> ids() {
        return session.api().get(PATH, ApiClient.JSON).json().items().stream()
                .flatMap(orphan -> orphan.text("instance_id").stream())
                .toList();
    }

    private static String question(List<String> ids) {
        return ids.size() == 1
                ? "Terminate the orphan " + ids.getFirst()
                : "Terminate %d orphans (%s)".formatted(ids.size(), String.join(", ", ids));
    }

    private void print(Response answer) {
        if (session.outputFormat() == OutputFormat.NAME) {
            answer.json().items().forEach(it -> session.print(it.text("instance_id").orElse("")));
            return;
        }
        session.print(answer.text());
        session.printHints(answer.hints());
    }
}

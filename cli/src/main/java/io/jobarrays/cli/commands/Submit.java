package io.jobarrays.cli.commands;

import io.jobarrays.cli.Failure;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Answer;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spawn submit}. */
@Command(
        name = "submit",
        description = "Submits a pipeline (job XML) and starts it.",
        sortOptions = false)
public final class Submit implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "FILE.xml",
            description = "the pipeline, standard Jakarta Batch job XML")
    private String file = "";

    @Option(names = "--param", paramLabel = "K=V", description = "a job parameter; repeatable")
    private List<String> parameters = List.of();

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "directory to lay into every working directory")
    private @Nullable String files;

    @Option(
            names = "--wait",
            description = "return when the execution has ended, with its exit code")
    private boolean wait;

    @Option(names = "--watch", description = "as --wait, and show stages and indexes as they go")
    private boolean watch;

    @Option(names = "--dry-run", description = "check and show it; start nothing")
    private boolean dryRun;

    public Submit(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        byte[] xml = Input.bytes(session, "FILE.xml", file);
        Query query = new Query("/executions");
        Pairs.of("--param", parameters)
                .forEach((name, value) -> query.with("param." + name, value));
        if (files != null) {
            query.with("files", new Upload(session).of(files));
        }
        Api api = session.api();
        if (dryRun) {
            query.with("dryRun", "true");
            Answer checked = api.post(query.toString(), Shown.accept(session), Api.XML, xml);
            session.data(checked.text());
            session.warnings(checked.hints());
            return 0;
        }
        Json submitted = api.post(query.toString(), Api.JSON, Api.XML, xml).json();
        String id =
                submitted
                        .text("id")
                        .orElseThrow(
                                () ->
                                        Failure.of(
                                                "SPAWN-ANSWER",
                                                "the answer to the submission carries no id"));
        if (wait || watch) {
            session.warnings(submitted);
        }
        return new ExecutionWatch(session, id).show(submitted, wait || watch, watch);
    }
}

package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.call.BundleUpload;
import io.jobarrays.cli.flags.DefinitionName;
import io.jobarrays.cli.flags.InputFiles;
import io.jobarrays.cli.flags.KeyValuePairs;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import io.jobarrays.cli.watch.ExecutionWatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
public final class SubmitCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(
            paramLabel = "FILE.xml|NAME[@VERSION]",
            description =
                    "the pipeline: standard Jakarta Batch job XML, - reads stdin; or a stored definition")
    private String file = "";

    @Option(names = "--param", paramLabel = "K=V", description = "a job parameter; repeatable")
    private List<String> parameters = List.of();

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "directory to copy into every working directory")
    private @Nullable String files;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description =
                    "begin when this execution or array has succeeded; ID:any: whatever its result")
    private @Nullable String after;

    @Option(
            names = "--notify",
            paramLabel = "URL",
            description = "notify this URL of end and failure, and of warnings of the stages")
    private @Nullable String notify;

    @Option(
            names = "--notify-format",
            paramLabel = "FORMAT",
            description = "body of the notifications: json (default) or slack")
    private @Nullable String notifyFormat;

    @Option(
            names = "--wait",
            description = "wait until the execution has ended; exit with its exit code")
    private boolean wait;

    @Option(
            names = "--watch",
            description = "as --wait, and show the progress of stages and indexes")
    private boolean watch;

    @Option(names = "--dry-run", description = "validate and show the pipeline; start nothing")
    private boolean dryRun;

    public SubmitCommand(CommandSession session) {
        this.session = session;
    }

    /** Not in the query, which proxies log: the URL may be secret. */
    private Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        if (notify != null) {
            headers.put("Spawn-Notify", header("--notify", notify));
        }
        if (notifyFormat != null) {
            headers.put("Spawn-Notify-Format", header("--notify-format", notifyFormat));
        }
        return headers;
    }

    private static String header(String flag, String value) {
        if (value.isBlank() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Failure.usage(
                    flag + ": empty, or has blanks or characters that are not ASCII; escape them");
        }
        return value;
    }

    @Override
    public Integer call() {
        if (dryRun && (wait || watch)) {
            throw Failure.usage(
                    "--dry-run starts nothing, so there is nothing to wait for; leave out %s"
                            .formatted(wait ? "--wait" : "--watch"));
        }
        Optional<DefinitionName> stored = DefinitionName.unlessFile(session, file);
        if (stored.isEmpty()) {
            byte[] xml = InputFiles.bytes(session, "FILE.xml", file);
            return dryRun ? check(xml) : follow(submit(xml));
        }
        try {
            return dryRun ? check(xml(stored.get())) : follow(start(stored.get()));
        } catch (Failure failure) {
            throw failure.exitCode() == Failure.EXIT_NOT_FOUND && !exists(stored.get())
                    ? Failure.notFound(
                            "there is neither a file %s nor a definition %s; name an existing file, or a definition that spawn definitions list shows"
                                    .formatted(file, stored.get().name()))
                    : failure;
        }
    }

    private boolean exists(DefinitionName stored) {
        return session.api()
                .exists(new DefinitionName(stored.name(), Optional.empty()).path("") + "");
    }

    private byte[] xml(DefinitionName stored) {
        return session.api()
                .get(stored.path("").toString(), ApiClient.XML)
                .text()
                .getBytes(StandardCharsets.UTF_8);
    }

    private int check(byte[] xml) {
        Response checked =
                session.api()
                        .post(
                                query().with("dryRun", "true").toString(),
                                CommandOutput.acceptedType(session),
                                ApiClient.XML,
                                xml,
                                headers());
        session.print(checked.text());
        session.printWarnings(checked.hints());
        return 0;
    }

    private JsonValue submit(byte[] xml) {
        return session.api()
                .post(query().toString(), ApiClient.JSON, ApiClient.XML, xml, headers())
                .json();
    }

    private QueryString query() {
        QueryString query = new QueryString("/executions");
        KeyValuePairs.of("--param", parameters)
                .forEach((name, value) -> query.with("param." + name, value));
        return query.with("files", bundle()).with("after", after);
    }

    private JsonValue start(DefinitionName stored) {
        JsonValue.Obj body = new JsonValue.Obj().with("definition", stored.name());
        stored.version().ifPresent(it -> body.with("version", new JsonValue.Num(it)));
        body.with("parameters", JsonValue.texts(KeyValuePairs.of("--param", parameters)));
        with(body, "files", bundle());
        with(body, "after", after);
        with(body, "notify", notify);
        with(body, "notify_format", notifyFormat);
        return session.api()
                .post(
                        "/executions",
                        ApiClient.JSON,
                        ApiClient.JSON,
                        body.toString().getBytes(StandardCharsets.UTF_8))
                .json();
    }

    private static void with(JsonValue.Obj body, String name, @Nullable String value) {
        if (value != null) {
            body.with(name, value);
        }
    }

    private @Nullable String bundle() {
        return new BundleUpload(session).ofSubmission(files);
    }

    private int follow(JsonValue submitted) {
        String id =
                submitted
                        .text("id")
                        .orElseThrow(
                                () ->
                                        Failure.of(
                                                "SPAWN-ANSWER",
                                                "the response to the submission has no id"));
        if (wait || watch) {
            session.printWarnings(submitted);
        }
        return new ExecutionWatch(session, id).show(submitted, wait || watch, watch);
    }
}

package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.call.BundleUpload;
import io.jobarrays.cli.flags.InputFiles;
import io.jobarrays.cli.flags.KeyValuePairs;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import io.jobarrays.cli.watch.ExecutionWatch;
import io.jobarrays.contract.StorageUrl;
import java.util.List;
import java.util.Map;
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
            paramLabel = "FILE.xml",
            description = "the pipeline, standard Jakarta Batch job XML; - reads stdin")
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
        byte[] xml = InputFiles.bytes(session, "FILE.xml", file);
        QueryString query = new QueryString("/executions");
        KeyValuePairs.of("--param", parameters)
                .forEach((name, value) -> query.with("param." + name, value));
        if (files != null) {
            if (StorageUrl.isUrl(files)) {
                throw Failure.usage(
                        "--files %s: a submission takes a directory; write the place as property files of the stages"
                                .formatted(files));
            }
            query.with("files", new BundleUpload(session).upload(files));
        }
        query.with("after", after);
        ApiClient api = session.api();
        if (dryRun) {
            query.with("dryRun", "true");
            Response checked =
                    api.post(
                            query.toString(),
                            CommandOutput.acceptedType(session),
                            ApiClient.XML,
                            xml,
                            headers());
            session.print(checked.text());
            session.printWarnings(checked.hints());
            return 0;
        }
        JsonValue submitted =
                api.post(query.toString(), ApiClient.JSON, ApiClient.XML, xml, headers()).json();
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

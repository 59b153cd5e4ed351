package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.call.BundleUpload;
import io.jobarrays.cli.flags.InputFiles;
import io.jobarrays.cli.flags.LaunchFlags;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.ArrayWatch;
import io.jobarrays.cli.watch.CommandOutput;
import io.jobarrays.contract.StorageUrl;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spawn launch}. */
@Command(
        name = "launch",
        description = "Launches an array of instances; without --count, one standalone instance.",
        sortOptions = false)
public final class LaunchCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin private final LaunchFlags flags = new LaunchFlags();

    @Option(
            names = "--user-data",
            paramLabel = "@FILE",
            description = "script that runs before the command; @- reads stdin")
    private @Nullable String userData;

    @Option(
            names = "--sweep",
            paramLabel = "@FILE|GRID",
            description =
                    "parameters of the indexes: a CSV file with a row for each, or lr=0.1,0.01;depth=3,5")
    private @Nullable String sweep;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description =
                    "directory to copy into every working directory; or what members fetch themselves: s3://BUCKET/KEY.tar.gz, file:///PATH")
    private @Nullable String files;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description =
                    "begin when this execution or array has succeeded; ID:any: whatever its result")
    private @Nullable String after;

    @Option(
            names = "--wait",
            description = "wait until the work has ended; exit with its exit code")
    private boolean wait;

    @Option(names = "--detach", description = "return as soon as the launch is accepted")
    private boolean detach;

    @Option(
            names = "--plan",
            description = "show what would be launched, with its on-demand price; launch nothing")
    private boolean plan;

    public LaunchCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (wait && detach) {
            throw Failure.usage("--wait and --detach contradict each other; give one");
        }
        byte[] spec = spec().toString().getBytes(StandardCharsets.UTF_8);
        ApiClient api = session.api();
        if (plan) {
            Response planned =
                    api.post(
                            "/arrays?plan=true",
                            CommandOutput.acceptedType(session),
                            ApiClient.JSON,
                            spec);
            session.print(planned.text());
            session.printWarnings(planned.hints());
            return 0;
        }
        JsonValue accepted =
                api.post(
                                new QueryString("/arrays").with("after", after).toString(),
                                ApiClient.JSON,
                                ApiClient.JSON,
                                spec)
                        .json();
        String id =
                accepted.text("id")
                        .orElseThrow(
                                () ->
                                        Failure.of(
                                                "SPAWN-ANSWER",
                                                "the response to the launch has no id"));
        String path = "/arrays/" + ApiClient.segment(id);
        if (!detach) {
            session.printWarnings(accepted);
        }
        String code = wait ? "exit_code" : "launch_exit_code";
        JsonValue view = detach ? accepted : new ArrayWatch(session, id).awaitCode(code);
        CommandOutput.printView(session, path, view, "id");
        return detach ? 0 : view.number(code).orElse(Failure.EXIT_FAILED);
    }

    private JsonValue spec() {
        JsonValue.Obj spec = flags.spec();
        readFile(spec, "command", "--command");
        readFile(spec, "on_interrupt", "--on-interrupt");
        if (userData != null) {
            spec.with("user_data", script(userData));
        }
        if (sweep != null) {
            spec.with("sweep", sweep.startsWith("@") ? rows(sweep.substring(1)) : sweep);
        }
        if (files != null) {
            spec.with(
                    "files",
                    StorageUrl.isUrl(files) ? files : new BundleUpload(session).upload(files));
        }
        return spec;
    }

    /** A command of one or more lines in a file, {@code @FILE}; the server reads no files. */
    private void readFile(JsonValue.Obj spec, String field, String flag) {
        String given = spec.text(field).orElse("");
        if (given.startsWith("@") && given.length() > 1) {
            spec.with(field, InputFiles.text(session, flag, given.substring(1)));
        }
    }

    /** Text of several lines, by which the server tells CSV from a grid. */
    private String rows(String file) {
        return InputFiles.text(session, "--sweep", file) + "\n";
    }

    private String script(String given) {
        if (!given.startsWith("@")) {
            throw Failure.usage(
                    "--user-data: \"%s\" names no file; write --user-data @FILE".formatted(given));
        }
        return InputFiles.script(session, "--user-data", given.substring(1));
    }
}

package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import io.jobarrays.cli.watch.Screen;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spawn list}. */
@Command(
        name = "list",
        description = "Shows job arrays with their members, and standalone instances.")
public final class ListCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(
            names = "--job-array-name",
            paramLabel = "NAME",
            description = "only arrays of this name")
    private @Nullable String name;

    @Option(names = "--job-array-id", paramLabel = "ID", description = "only this array")
    private @Nullable String id;

    @Option(names = "--state", paramLabel = "STATE", description = "only entries in this state")
    private @Nullable String state;

    @Option(names = "--region", paramLabel = "REGION", description = "only entries in this region")
    private @Nullable String region;

    @Option(names = "--watch", description = "refresh every 2 s until Ctrl-C")
    private boolean watch;

    public ListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String path =
                new QueryString("/arrays")
                        .with("name", name)
                        .with("id", id)
                        .with("state", state)
                        .with("region", region)
                        .toString();
        if (watch) {
            new Screen(session, path).showToEnd();
        } else if (session.outputFormat() == OutputFormat.NAME) {
            session.api()
                    .get(path, ApiClient.JSON)
                    .json()
                    .items()
                    .forEach(it -> session.print(nameOf(it)));
        } else {
            CommandOutput.printFrom(session, path);
        }
        return 0;
    }

    private static String nameOf(JsonValue array) {
        return array.text("job_array_id").or(() -> array.text("name")).orElse("");
    }
}

package io.jobarrays.cli.commands;

import io.jobarrays.cli.Globals.Form;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spawn list}. */
@Command(
        name = "list",
        description = "Shows job arrays with their members, and standalone instances.")
public final class ListArrays implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--job-array-name",
            paramLabel = "NAME",
            description = "only arrays of this name")
    private @Nullable String name;

    @Option(names = "--job-array-id", paramLabel = "ID", description = "only this array")
    private @Nullable String id;

    @Option(names = "--state", paramLabel = "STATE", description = "only what is in this state")
    private @Nullable String state;

    @Option(names = "--region", paramLabel = "REGION", description = "only what is in this region")
    private @Nullable String region;

    @Option(names = "--watch", description = "show it every 2 s until Ctrl-C")
    private boolean watch;

    public ListArrays(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String path =
                new Query("/arrays")
                        .with("name", name)
                        .with("id", id)
                        .with("state", state)
                        .with("region", region)
                        .toString();
        if (watch) {
            new Screen(session, path).toEnd();
        } else if (session.form() == Form.NAME) {
            session.api()
                    .get(path, Api.JSON)
                    .json()
                    .items()
                    .forEach(it -> session.data(nameOf(it)));
        } else {
            Shown.get(session, path);
        }
        return 0;
    }

    private static String nameOf(Json array) {
        return array.text("job_array_id").or(() -> array.text("name")).orElse("");
    }
}

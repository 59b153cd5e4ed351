package io.jobarrays.cli.commands;

import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import io.jobarrays.cli.watch.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spawn status}. */
@Command(name = "status", description = "Shows the phases, members and exit reasons of one array.")
public final class StatusCommand implements Callable<Integer> {
    private static final int EXIT_STILL_RUNNING = 3;

    private final CommandSession session;

    @Parameters(
            paramLabel = "SELECTOR",
            description = "array id, array name, member or instance id")
    private String selector = "";

    @Option(
            names = "--check-complete",
            description = "exit with the array's exit code, or 3 while it is still running")
    private boolean checkComplete;

    @Option(names = "--watch", description = "refresh every 2 s until the work has ended")
    private boolean watch;

    public StatusCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String path = "/arrays/" + ApiClient.segment(selector);
        if (watch) {
            Response end = new Screen(session, path).showToEnd();
            session.printHints(end.hints());
            return checkComplete ? end.exitCode().orElse(EXIT_STILL_RUNNING) : 0;
        }
        JsonValue view = session.api().get(path, ApiClient.JSON).json();
        CommandOutput.printView(session, path, view, "job_array_id");
        return checkComplete ? view.number("exit_code").orElse(EXIT_STILL_RUNNING) : 0;
    }
}

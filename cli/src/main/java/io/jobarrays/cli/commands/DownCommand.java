package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Endpoint;
import io.jobarrays.cli.http.Unreachable;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.local.LocalSystem;
import io.jobarrays.cli.session.CommandSession;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code spawn down}. */
@Command(
        name = "down",
        description =
                "Shuts down the local control plane and the local cloud, and terminates every instance.")
public final class DownCommand implements Callable<Integer> {
    private final CommandSession session;

    public DownCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        LocalSystem local = session.local();
        String question = question(local);
        if (!question.isEmpty() && !session.confirm(question)) {
            session.progress("spawn: nothing was ended");
            return Failure.EXIT_FAILED;
        }
        boolean any = local.down();
        if (session.outputFormat() == OutputFormat.JSON) {
            session.print(
                    new JsonValue.Obj()
                            .with("ended", any ? JsonValue.Literal.TRUE : JsonValue.Literal.FALSE)
                            .toString());
        } else {
            session.progress(
                    any
                            ? "spawn: control plane and local cloud have ended"
                            : "spawn: nothing was running");
        }
        return 0;
    }

    /** Confirmation question; empty if no array is live. */
    private static String question(LocalSystem local) {
        if (local.cloudView().isEmpty()) {
            return "";
        }
        List<String> living = liveArrays(local);
        return switch (living.size()) {
            case 0 -> "";
            case 1 -> "One array is live (%s); terminate it too".formatted(living.getFirst());
            default ->
                    "%d arrays are live (%s); terminate them too"
                            .formatted(living.size(), String.join(", ", living));
        };
    }

    private static List<String> liveArrays(LocalSystem local) {
        String url = local.serverUrl().orElse("");
        if (url.isEmpty()) {
            return List.of("those of a control plane that has crashed");
        }
        try {
            return new ApiClient(() -> new Endpoint(url, local.token(), local.tls()))
                    .get("/arrays", ApiClient.JSON).json().items().stream()
                            .filter(it -> !it.text("state").orElse("").equals("ENDED"))
                            .flatMap(
                                    it ->
                                            it
                                                    .text("job_array_id")
                                                    .or(() -> it.text("name"))
                                                    .stream())
                            .toList();
        } catch (Unreachable | Failure silent) {
            return List.of("those of a control plane that does not answer");
        }
    }
}

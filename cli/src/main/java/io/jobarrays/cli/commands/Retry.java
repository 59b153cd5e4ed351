package io.jobarrays.cli.commands;

import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spawn retry}. */
@Command(name = "retry", description = "Runs the work of members once more, as a new attempt.")
public final class Retry implements Callable<Integer> {
    private final Session session;

    @Mixin private final Selector selector = new Selector();

    @Option(names = "--failed", description = "only members whose work failed")
    private boolean failed;

    public Retry(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Json.Obj body = new Json.Obj();
        if (failed) {
            body.with("failed", Json.Word.TRUE);
        }
        return new Verb(session, "retry", selector.given()).post(body);
    }
}

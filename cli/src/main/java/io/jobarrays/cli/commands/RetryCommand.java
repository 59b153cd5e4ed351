package io.jobarrays.cli.commands;

import io.jobarrays.cli.call.VerbCall;
import io.jobarrays.cli.flags.SelectorArguments;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spawn retry}. */
@Command(name = "retry", description = "Runs the work of members again, as a new attempt.")
public final class RetryCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin private final SelectorArguments selector = new SelectorArguments();

    @Option(names = "--failed", description = "only members whose work failed")
    private boolean failed;

    public RetryCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonValue.Obj body = new JsonValue.Obj();
        if (failed) {
            body.with("failed", JsonValue.Literal.TRUE);
        }
        return new VerbCall(session, "retry", selector.selected()).post(body);
    }
}

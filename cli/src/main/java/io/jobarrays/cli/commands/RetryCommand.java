package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.call.VerbCall;
import io.jobarrays.cli.flags.SelectorArguments;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spawn retry}. */
@Command(name = "retry", description = "Runs the work of failed members again, as a new attempt.")
public final class RetryCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin private final SelectorArguments selector = new SelectorArguments();

    @Option(
            names = "--failed",
            description = "required: only members whose work failed are run again")
    private boolean failed;

    public RetryCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String given = selector.selected();
        if (!failed) {
            throw Failure.usage(
                    "retry runs only the work of failed members again; add --failed to say so");
        }
        return new VerbCall(session, "retry", given)
                .post(new JsonValue.Obj().with("failed", JsonValue.Literal.TRUE));
    }
}

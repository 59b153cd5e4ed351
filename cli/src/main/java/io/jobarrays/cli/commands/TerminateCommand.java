package io.jobarrays.cli.commands;

import io.jobarrays.cli.call.VerbCall;
import io.jobarrays.cli.flags.SelectorArguments;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spawn terminate}. */
@Command(
        name = "terminate",
        description = "Terminates an array, some of its members or one instance.")
public final class TerminateCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin private final SelectorArguments selector = new SelectorArguments();

    public TerminateCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String given = selector.selected();
        return new VerbCall(session, "terminate", given)
                .confirmAndPost("Terminate " + given, new JsonValue.Obj());
    }
}

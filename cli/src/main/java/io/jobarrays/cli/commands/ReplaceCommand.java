package io.jobarrays.cli.commands;

import io.jobarrays.cli.call.VerbCall;
import io.jobarrays.cli.flags.SelectorArguments;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spawn replace}. */
@Command(
        name = "replace",
        description = "Replaces the instances of members; indexes and names stay the same.")
public final class ReplaceCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin private final SelectorArguments selector = new SelectorArguments();

    public ReplaceCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String given = selector.selected();
        String question = "Replace %s and terminate its instances".formatted(given);
        return new VerbCall(session, "replace", given)
                .confirmAndPost(question, new JsonValue.Obj());
    }
}

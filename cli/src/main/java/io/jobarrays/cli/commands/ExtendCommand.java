package io.jobarrays.cli.commands;

import io.jobarrays.cli.call.VerbCall;
import io.jobarrays.cli.flags.ArrayOption;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spawn extend}. */
@Command(
        name = "extend",
        description =
                "Moves the TTL deadline of machines to D after the old deadline or after now, whichever is later.")
public final class ExtendCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin private final ArrayOption arrayOption = new ArrayOption();

    @Parameters(
            paramLabel = "[SELECTOR] D",
            hideParamSyntax = true,
            description =
                    "selector, unless a flag names the array, and the duration: 90m, 2h, 1h30m")
    private List<String> words = List.of();

    public ExtendCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ArrayOption.SelectorAndArgument pair = arrayOption.selectWithArgument(words, "D");
        return new VerbCall(session, "extend", pair.selector())
                .post(new JsonValue.Obj().with("duration", pair.argument()));
    }
}

package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.call.VerbCall;
import io.jobarrays.cli.flags.ArrayOption;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.IndexSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spawn scale}. */
@Command(name = "scale", description = "Adds or removes members at the end of a running array.")
public final class ScaleCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin private final ArrayOption arrayOption = new ArrayOption();

    @Parameters(
            paramLabel = "[NAME] N",
            hideParamSyntax = true,
            description = "array, unless a flag names it, and the new number of members")
    private List<String> words = List.of();

    public ScaleCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ArrayOption.SelectorAndArgument pair = arrayOption.selectWithArgument(words, "N");
        if (!pair.argument().matches("\\d{1,9}")) {
            throw Failure.usage(
                    "\"%s\" is not a number of members; write spawn scale NAME 12"
                            .formatted(pair.argument()));
        }
        VerbCall verb = new VerbCall(session, "scale", pair.selector());
        JsonValue size = JsonValue.numberOrText(pair.argument());
        JsonValue.Obj body = new JsonValue.Obj().with("size", size);
        Optional<String> question = question(pair.selector(), body.number("size"));
        return question.isEmpty() ? verb.post(body) : verb.confirmAndPost(question.get(), body);
    }

    /** Question naming the members that would be terminated; empty if there are none. */
    private Optional<String> question(String array, Optional<Integer> wanted) {
        int now =
                session.api()
                        .get("/arrays/" + ApiClient.segment(array), ApiClient.JSON)
                        .json()
                        .number("size")
                        .orElse(0);
        return wanted.filter(size -> size >= 0 && size < now)
                .map(size -> IndexSet.of(IntStream.range(size, now).boxed().toList()))
                .map(ended -> "Scale %s down and terminate %s".formatted(array, ended));
    }
}

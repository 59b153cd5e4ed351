package io.jobarrays.cli.commands;

import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
import io.jobarrays.contract.IndexSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spawn scale}. */
@Command(
        name = "scale",
        description = "Makes an array larger or smaller, at its end, while it runs.")
public final class Scale implements Callable<Integer> {
    private final Session session;

    @Mixin private final Named named = new Named();

    @Parameters(
            paramLabel = "[NAME] N",
            hideParamSyntax = true,
            description = "the array, and how many members it shall have")
    private List<String> words = List.of();

    public Scale(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Named.Pair pair = named.pair(words, "N");
        Verb verb = new Verb(session, "scale", pair.selector());
        Json size = Json.numberOrText(pair.word());
        Json.Obj body = new Json.Obj().with("size", size);
        Optional<String> question = question(pair.selector(), body.number("size"));
        return question.isEmpty() ? verb.post(body) : verb.confirmed(question.get(), body);
    }

    /** Who would be ended; nothing to ask where nobody is. */
    private Optional<String> question(String array, Optional<Integer> wanted) {
        int now =
                session.api()
                        .get("/arrays/" + Api.escape(array), Api.JSON)
                        .json()
                        .number("size")
                        .orElse(0);
        return wanted.filter(size -> size >= 0 && size < now)
                .map(size -> IndexSet.of(IntStream.range(size, now).boxed().toList()))
                .map(ended -> "Scale %s down, and end %s for good".formatted(array, ended));
    }
}

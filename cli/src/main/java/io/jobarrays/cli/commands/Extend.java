package io.jobarrays.cli.commands;

import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spawn extend}. */
@Command(
        name = "extend",
        description = "Moves the time at which machines end, by D from then or from now.")
public final class Extend implements Callable<Integer> {
    private final Session session;

    @Mixin private final Named named = new Named();

    @Parameters(
            paramLabel = "[SELECTOR] D",
            hideParamSyntax = true,
            description = "what to extend, as in every verb, and by how much: 90m, 2h, 1h30m")
    private List<String> words = List.of();

    public Extend(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Named.Pair pair = named.pair(words, "D");
        return new Verb(session, "extend", pair.selector())
                .post(new Json.Obj().with("duration", pair.word()));
    }
}

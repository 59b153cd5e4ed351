package io.jobarrays.cli.commands;

import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spawn replace}. */
@Command(
        name = "replace",
        description = "Gives members new instances, under the same indexes and names.")
public final class Replace implements Callable<Integer> {
    private final Session session;

    @Mixin private final Selector selector = new Selector();

    public Replace(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String given = selector.given();
        String question = "Replace %s, and end the instances it has".formatted(given);
        return new Verb(session, "replace", given).confirmed(question, new Json.Obj());
    }
}

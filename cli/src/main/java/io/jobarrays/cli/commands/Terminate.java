package io.jobarrays.cli.commands;

import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spawn terminate}. */
@Command(
        name = "terminate",
        description = "Ends an array, members of it or one instance, for good.")
public final class Terminate implements Callable<Integer> {
    private final Session session;

    @Mixin private final Selector selector = new Selector();

    public Terminate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String given = selector.given();
        return new Verb(session, "terminate", given)
                .confirmed("Terminate " + given, new Json.Obj());
    }
}

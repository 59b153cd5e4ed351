package io.jobarrays.cli.commands;

import io.jobarrays.cli.Globals.Form;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code spawn version}. */
@Command(name = "version", description = "Prints the version.")
public final class Version implements Callable<Integer> {
    private final Session session;

    public Version(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.data(
                session.form() == Form.JSON
                        ? new Json.Obj().with("version", number()).toString()
                        : sentence());
        return 0;
    }

    public static String sentence() {
        return "spawn " + number();
    }

    private static String number() {
        String packaged = Version.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }
}

package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code spawn version}. */
@Command(name = "version", description = "Prints the version.")
public final class VersionCommand implements Callable<Integer> {
    private final CommandSession session;

    public VersionCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.print(
                session.outputFormat() == OutputFormat.JSON
                        ? new JsonValue.Obj().with("version", number()).toString()
                        : sentence());
        return 0;
    }

    public static String sentence() {
        return "spawn " + number();
    }

    private static String number() {
        String packaged = VersionCommand.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }
}

package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code spawn definitions}; without a subcommand, lists definitions. */
@Command(
        name = "definitions",
        description = "Shows the stored pipelines and their versions, and changes them.",
        synopsisSubcommandLabel = "[COMMAND]")
public final class DefinitionsCommand implements Callable<Integer> {
    private final CommandSession session;

    private DefinitionsCommand(CommandSession session) {
        this.session = session;
    }

    public static CommandLine withCommands(CommandSession session) {
        return new CommandLine(new DefinitionsCommand(session))
                .addSubcommand(new ListDefinitions(session))
                .addSubcommand(new DefinitionCommands.Show(session))
                .addSubcommand(new DefinitionCommands.Put(session))
                .addSubcommand(new DefinitionCommands.Delete(session));
    }

    @Override
    public Integer call() {
        return new ListDefinitions(session).call();
    }

    /** {@code spawn definitions list}. */
    @Command(name = "list", description = "Lists definitions, those with the newest version first.")
    static final class ListDefinitions implements Callable<Integer> {
        private final CommandSession session;

        ListDefinitions(CommandSession session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            if (session.outputFormat() == OutputFormat.NAME) {
                session.api().get("/definitions", ApiClient.JSON).json().items().stream()
                        .flatMap(it -> it.text("name").stream())
                        .forEach(session::print);
            } else {
                CommandOutput.printFrom(session, "/definitions");
            }
            return 0;
        }
    }
}

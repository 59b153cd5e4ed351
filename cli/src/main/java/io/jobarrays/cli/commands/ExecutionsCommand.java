package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.flags.QueryString;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.cli.watch.CommandOutput;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spawn executions}; without a subcommand, lists executions. */
@Command(
        name = "executions",
        description = "Shows executions of pipelines, and acts on them.",
        synopsisSubcommandLabel = "[COMMAND]")
public final class ExecutionsCommand implements Callable<Integer> {
    private final CommandSession session;

    private ExecutionsCommand(CommandSession session) {
        this.session = session;
    }

    public static CommandLine withCommands(CommandSession session) {
        return new CommandLine(new ExecutionsCommand(session))
                .addSubcommand(new ListExecutions(session))
                .addSubcommand(new ExecutionCommands.Show(session))
                .addSubcommand(new ExecutionCommands.Stop(session))
                .addSubcommand(new ExecutionCommands.Restart(session))
                .addSubcommand(new ExecutionCommands.Abandon(session))
                .addSubcommand(new ExecutionCommands.Delete(session));
    }

    @Override
    public Integer call() {
        return new ListExecutions(session).call();
    }

    /** {@code spawn executions list}. */
    @Command(name = "list", description = "Lists executions, newest first.")
    static final class ListExecutions implements Callable<Integer> {
        private final CommandSession session;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "only executions in this state")
        private @Nullable String state;

        @Option(
                names = "--definition",
                paramLabel = "NAME",
                description = "only executions of this pipeline")
        private @Nullable String definition;

        @Option(
                names = "--since",
                paramLabel = "D",
                description = "only executions of the last D (90m, 2d)")
        private @Nullable String since;

        ListExecutions(CommandSession session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            String path =
                    new QueryString("/executions")
                            .with("state", state)
                            .with("definition", definition)
                            .with("since", since)
                            .toString();
            if (session.outputFormat() == OutputFormat.NAME) {
                session.api().get(path, ApiClient.JSON).json().items().stream()
                        .flatMap(it -> it.text("id").stream())
                        .forEach(session::print);
            } else {
                CommandOutput.printFrom(session, path);
            }
            return 0;
        }
    }
}

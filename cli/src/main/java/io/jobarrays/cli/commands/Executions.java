package io.jobarrays.cli.commands;

import io.jobarrays.cli.Globals.Form;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Api;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spawn executions}, alone the same as {@code executions list}. */
@Command(
        name = "executions",
        description = "Shows pipelines that run or ran, and acts on them.",
        synopsisSubcommandLabel = "[COMMAND]")
public final class Executions implements Callable<Integer> {
    private final Session session;

    private Executions(Session session) {
        this.session = session;
    }

    public static CommandLine withCommands(Session session) {
        return new CommandLine(new Executions(session))
                .addSubcommand(new ListAll(session))
                .addSubcommand(new ExecutionCommands.Show(session))
                .addSubcommand(new ExecutionCommands.Stop(session))
                .addSubcommand(new ExecutionCommands.Restart(session))
                .addSubcommand(new ExecutionCommands.Abandon(session));
    }

    @Override
    public Integer call() {
        return new ListAll(session).call();
    }

    /** {@code spawn executions list}. */
    @Command(name = "list", description = "Lists executions, newest first.")
    static final class ListAll implements Callable<Integer> {
        private final Session session;

        @Option(names = "--state", paramLabel = "STATE", description = "only what is in this state")
        private @Nullable String state;

        @Option(names = "--definition", paramLabel = "NAME", description = "only of this pipeline")
        private @Nullable String definition;

        ListAll(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            String path =
                    new Query("/executions")
                            .with("state", state)
                            .with("definition", definition)
                            .toString();
            if (session.form() == Form.NAME) {
                session.api().get(path, Api.JSON).json().items().stream()
                        .flatMap(it -> it.text("id").stream())
                        .forEach(session::data);
            } else {
                Shown.get(session, path);
            }
            return 0;
        }
    }
}

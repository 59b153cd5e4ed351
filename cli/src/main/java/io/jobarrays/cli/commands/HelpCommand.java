package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.session.CommandSession;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spawn help}. */
@Command(name = "help", description = "Shows help for a command.")
public final class HelpCommand implements Callable<Integer> {
    private final CommandSession session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "name of a command; default: list all commands")
    private List<String> path = List.of();

    public HelpCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CommandLine line = spec.parent().commandLine();
        for (String name : path) {
            CommandLine inner = line.getSubcommands().get(name);
            if (inner == null) {
                throw Failure.usage(
                        "there is no command \"%s\"; \"spawn help\" lists all commands"
                                .formatted(name));
            }
            line = inner;
        }
        session.print(line.getUsageMessage(line.getColorScheme()));
        return 0;
    }
}

package io.jobarrays.cli;

import io.jobarrays.cli.commands.ConnectCommand;
import io.jobarrays.cli.commands.DefinitionsCommand;
import io.jobarrays.cli.commands.DownCommand;
import io.jobarrays.cli.commands.EnvCommand;
import io.jobarrays.cli.commands.ExecutionsCommand;
import io.jobarrays.cli.commands.ExtendCommand;
import io.jobarrays.cli.commands.GraphCommand;
import io.jobarrays.cli.commands.HelpCommand;
import io.jobarrays.cli.commands.LaunchCommand;
import io.jobarrays.cli.commands.ListCommand;
import io.jobarrays.cli.commands.LogsCommand;
import io.jobarrays.cli.commands.NotifyCommand;
import io.jobarrays.cli.commands.OrphansCommand;
import io.jobarrays.cli.commands.OutputsCommand;
import io.jobarrays.cli.commands.PowerCommands;
import io.jobarrays.cli.commands.ReplaceCommand;
import io.jobarrays.cli.commands.RetryCommand;
import io.jobarrays.cli.commands.ScaleCommand;
import io.jobarrays.cli.commands.StatusCommand;
import io.jobarrays.cli.commands.SubmitCommand;
import io.jobarrays.cli.commands.TerminateCommand;
import io.jobarrays.cli.commands.UpCommand;
import io.jobarrays.cli.commands.VersionCommand;
import io.jobarrays.cli.session.CommandSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import picocli.CommandLine;

/** All commands by name. */
final class Commands {
    private static final String HELP = "help";

    /** Specified commands that this version does not implement. */
    private static final List<String> LATER_VERSION_COMMANDS =
            List.of("plan", "why", "doctor", "ui", "completion");

    private Commands() {}

    /**
     * Adds only the commands named in the arguments, because reading all of them takes as long as
     * the rest of a call. Adds all commands for help, or if no argument names a command.
     */
    static void addTo(CommandLine line, CommandSession session, List<String> args) {
        SequencedMap<String, Function<CommandSession, Object>> commands = inHelpOrder();
        boolean all = args.contains(HELP) || commands.keySet().stream().noneMatch(args::contains);
        commands.forEach(
                (name, command) -> {
                    if (all || args.contains(name)) {
                        line.addSubcommand(name, command.apply(session));
                    }
                });
    }

    /** First argument that names a command of a later version. */
    static Optional<String> inLaterVersion(List<String> args) {
        return LATER_VERSION_COMMANDS.stream().filter(args::contains).findFirst();
    }

    private static SequencedMap<String, Function<CommandSession, Object>> inHelpOrder() {
        SequencedMap<String, Function<CommandSession, Object>> commands = new LinkedHashMap<>();
        commands.put("launch", LaunchCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("connect", ConnectCommand::new);
        commands.put("extend", ExtendCommand::new);
        commands.put("stop", PowerCommands.Stop::new);
        commands.put("start", PowerCommands.Start::new);
        commands.put("hibernate", PowerCommands.Hibernate::new);
        commands.put("replace", ReplaceCommand::new);
        commands.put("retry", RetryCommand::new);
        commands.put("scale", ScaleCommand::new);
        commands.put("terminate", TerminateCommand::new);
        commands.put("orphans", OrphansCommand::new);
        commands.put("submit", SubmitCommand::new);
        commands.put("definitions", DefinitionsCommand::withCommands);
        commands.put("executions", ExecutionsCommand::withCommands);
        commands.put("graph", GraphCommand::new);
        commands.put("outputs", OutputsCommand::new);
        commands.put("notify", NotifyCommand::withCommands);
        commands.put("up", UpCommand::new);
        commands.put("down", DownCommand::new);
        commands.put("env", EnvCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put(HELP, HelpCommand::new);
        return commands;
    }
}

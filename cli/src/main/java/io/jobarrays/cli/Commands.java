package io.jobarrays.cli;

import io.jobarrays.cli.commands.Connect;
import io.jobarrays.cli.commands.Down;
import io.jobarrays.cli.commands.Env;
import io.jobarrays.cli.commands.Executions;
import io.jobarrays.cli.commands.Extend;
import io.jobarrays.cli.commands.Help;
import io.jobarrays.cli.commands.Launch;
import io.jobarrays.cli.commands.ListArrays;
import io.jobarrays.cli.commands.Logs;
import io.jobarrays.cli.commands.MachineCommands;
import io.jobarrays.cli.commands.Outputs;
import io.jobarrays.cli.commands.Replace;
import io.jobarrays.cli.commands.Retry;
import io.jobarrays.cli.commands.Scale;
import io.jobarrays.cli.commands.Status;
import io.jobarrays.cli.commands.Submit;
import io.jobarrays.cli.commands.Terminate;
import io.jobarrays.cli.commands.Up;
import io.jobarrays.cli.commands.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import picocli.CommandLine;

/** The commands there are. */
final class Commands {
    private static final String HELP = "help";

    /** Commands of the contract that come with later versions. */
    private static final List<String> LATER =
            List.of("graph", "plan", "why", "doctor", "orphans", "ui", "completion");

    private Commands() {}

    /**
     * Adds those that are named anywhere in the arguments: reading all of them takes as long as the
     * rest of a call. All are added where help is asked for, or nothing known is named.
     */
    static void add(CommandLine line, Session session, List<String> args) {
        SequencedMap<String, Function<Session, Object>> commands = inTheOrderOfHelp();
        boolean all = args.contains(HELP) || commands.keySet().stream().noneMatch(args::contains);
        commands.forEach(
                (name, command) -> {
                    if (all || args.contains(name)) {
                        line.addSubcommand(name, command.apply(session));
                    }
                });
    }

    /** The command of a later version that somebody tried. */
    static Optional<String> later(List<String> args) {
        return LATER.stream().filter(args::contains).findFirst();
    }

    private static SequencedMap<String, Function<Session, Object>> inTheOrderOfHelp() {
        SequencedMap<String, Function<Session, Object>> commands = new LinkedHashMap<>();
        commands.put("launch", Launch::new);
        commands.put("list", ListArrays::new);
        commands.put("status", Status::new);
        commands.put("logs", Logs::new);
        commands.put("connect", Connect::new);
        commands.put("extend", Extend::new);
        commands.put("stop", MachineCommands.Stop::new);
        commands.put("start", MachineCommands.Start::new);
        commands.put("hibernate", MachineCommands.Hibernate::new);
        commands.put("replace", Replace::new);
        commands.put("retry", Retry::new);
        commands.put("scale", Scale::new);
        commands.put("terminate", Terminate::new);
        commands.put("submit", Submit::new);
        commands.put("executions", Executions::withCommands);
        commands.put("outputs", Outputs::new);
        commands.put("up", Up::new);
        commands.put("down", Down::new);
        commands.put("env", Env::new);
        commands.put("version", Version::new);
        commands.put(HELP, Help::new);
        return commands;
    }
}

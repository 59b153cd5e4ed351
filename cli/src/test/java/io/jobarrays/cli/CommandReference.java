package io.jobarrays.cli;

import io.jobarrays.cli.base.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Commands and flags as picocli knows them. */
public final class CommandReference {
    private CommandReference() {}

    /** Every command with all its parents' names, {@code spawn executions show}, the root first. */
    public static List<CommandSpec> commands() {
        return all(root()).toList();
    }

    public static CommandSpec root() {
        Terminal terminal =
                new Terminal(System.out, System.err, Map.of(), Optional::empty, Path.of(""));
        return Spawn.commandLine(terminal, List.of()).getCommandSpec();
    }

    /** The flags of one command without the global ones. */
    public static Stream<OptionSpec> ownOptions(String command) {
        CommandLine line = root().subcommands().get(command);
        return ownOptions(Objects.requireNonNull(line).getCommandSpec());
    }

    public static Stream<OptionSpec> ownOptions(CommandSpec command) {
        return command.options().stream().filter(it -> !it.inherited());
    }

    private static Stream<CommandSpec> all(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream().flatMap(it -> all(it.getCommandSpec())));
    }
}

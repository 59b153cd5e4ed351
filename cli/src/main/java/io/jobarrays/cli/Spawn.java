package io.jobarrays.cli;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions;
import io.jobarrays.cli.base.StdoutFailure;
import io.jobarrays.cli.base.Terminal;
import io.jobarrays.cli.commands.GraphCommand;
import io.jobarrays.cli.commands.VersionCommand;
import io.jobarrays.cli.http.Unreachable;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.Refusal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Root command with the global flags and all commands; reports failures. */
@Command(
        name = "spawn",
        description =
                "Launches groups of N coordinated EC2 instances, and pipelines of such groups.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0 ok, 1 failed, 2 usage, 3 still running, 4 partial success, 5 no capacity,",
            "  6 quota or throttled, 7 not allowed, 8 not found, 9 timed out, 130 interrupted"
        })
public final class Spawn implements Callable<Integer> {
    private static final int HELP_WIDTH_COLUMNS = 100;

    @Mixin private final GlobalOptions globals = new GlobalOptions();

    @Option(names = "--version", description = "print the version")
    private boolean version;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;
    private final CommandSession session;

    private Spawn(Terminal terminal) {
        this.terminal = terminal;
        this.session = new CommandSession(terminal, globals);
    }

    /** Runs one command line and returns its exit code. */
    public static int run(Terminal terminal, String... args) {
        if (args.length == 1 && args[0].equals("--version")) {
            return printVersion(terminal);
        }
        return commandLine(terminal, List.of(args)).execute(args);
    }

    /** Without picocli, whose start takes most of the time of this call. */
    private static int printVersion(Terminal terminal) {
        try {
            terminal.out().println(VersionCommand.sentence());
            terminal.out().flush();
            return 0;
        } catch (StdoutFailure lost) {
            return report(terminal, lost);
        }
    }

    /**
     * Root command with the commands named in the arguments, or with all commands if none is named.
     */
    static CommandLine commandLine(Terminal terminal, List<String> args) {
        Spawn spawn = new Spawn(terminal);
        CommandLine line = new CommandLine(spawn);
        Commands.addTo(line, spawn.session, args);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setExecutionStrategy(spawn::execute);
        line.setParameterExceptionHandler(spawn::reportParameterError);
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> spawn.reportException(failure));
        line.setUsageHelpWidth(HELP_WIDTH_COLUMNS);
        // @FILE is a value of --user-data, not a picocli argument file.
        line.setExpandAtFiles(false);
        return line;
    }

    @Override
    public Integer call() {
        session.print(version ? VersionCommand.sentence() : spec.commandLine().getUsageMessage());
        return 0;
    }

    private int execute(ParseResult parsed) {
        if (globals.noColor || terminal.env().containsKey("NO_COLOR")) {
            spec.commandLine().setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        try {
            globals.checkSupported(terminal.env(), ownFormats(parsed));
            requireUtf8(parsed.originalArgs());
            return new CommandLine.RunLast().execute(parsed);
        } catch (Failure refused) {
            return report(refused);
        } catch (StdoutFailure lost) {
            // From the text of --help; those of commands arrive at the exception handler.
            return report(terminal, lost);
        }
    }

    /** Output formats that only the named command has. */
    private static Set<String> ownFormats(ParseResult parsed) {
        String command = parsed.hasSubcommand() ? parsed.subcommand().commandSpec().name() : "";
        return switch (command) {
            case "outputs" -> Set.of("csv");
            case "graph" -> GraphCommand.FORMATS;
            default -> Set.of();
        };
    }

    /** The JDK reads a byte that is not UTF-8 as U+FFFD: a command would run with other text. */
    private static void requireUtf8(List<String> args) {
        for (String arg : args) {
            if (arg.indexOf('\uFFFD') >= 0) {
                throw Failure.usage(
                        "the argument \"%s\" is not UTF-8; write it in UTF-8, or put the bytes into a file"
                                .formatted(arg));
            }
        }
    }

    private int reportParameterError(ParameterException mistake, String[] args) {
        List<String> typed = List.of(args);
        boolean noCommand = mistake.getCommandLine().getCommandSpec() == spec;
        Optional<String> later = noCommand ? Commands.inLaterVersion(typed) : Optional.empty();
        if (requestsJson(typed)) {
            globals.output = "json";
        }
        return report(
                Failure.usage(
                        later.map(
                                        "\"spawn %s\" is not in this version; \"spawn help\" lists the commands"
                                                ::formatted)
                                .orElseGet(() -> sentence(mistake))));
    }

    private static String sentence(ParameterException mistake) {
        String what = String.valueOf(mistake.getMessage()).lines().findFirst().orElse("");
        List<String> near =
                mistake instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.of();
        String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        return near.isEmpty()
                ? "%s; see \"%s --help\"".formatted(what, command)
                : "%s; did you mean %s?".formatted(what, near.getFirst());
    }

    /**
     * Detects {@code -o json} in a command line that cannot be parsed, because a program may read
     * stdout.
     */
    private static boolean requestsJson(List<String> args) {
        return String.join(" ", args).matches("(.* )?(-o ?=?|--output[ =])json( .*)?");
    }

    private int reportException(Exception failure) {
        return switch (failure) {
            case Failure known -> report(known);
            case Refusal refused -> report(Failure.usage(refused.sentence()));
            case StdoutFailure lost -> report(terminal, lost);
            case Unreachable gone -> report(Failure.of("SPAWN-UNREACHABLE", gone.sentence()));
            default -> report(Failure.of("SPAWN-BUG", "this should not happen: " + failure));
        };
    }

    private int report(Failure failure) {
        try {
            if (isJson()) {
                session.print(failure.document().toString());
            }
        } catch (StdoutFailure lost) {
            return report(terminal, lost);
        }
        terminal.err().println("spawn: " + failure.sentence());
        failure.findings().forEach(terminal.err()::println);
        return failure.exitCode();
    }

    private static int report(Terminal terminal, StdoutFailure lost) {
        if (!lost.isReaderGone()) {
            terminal.err().println("spawn: " + lost.sentence());
        }
        return lost.exitCode();
    }

    private boolean isJson() {
        try {
            return session.outputFormat() == GlobalOptions.OutputFormat.JSON;
        } catch (Failure unknownForm) {
            return false;
        }
    }
}

package io.jobarrays.agent.work;

import io.jobarrays.agent.log.LogSpool;
import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sentence for work that ended with 126 or 127: a shell cannot run a command, or finds none. */
final class UnusableCommand {
    private static final int TAIL_BYTES = 8 << 10;

    /**
     * @param message of dash, bash, env and the supervisor
     */
    private record Cause(Pattern message, String remedy) {}

    private static final Map<ExitReason, Cause> CAUSES =
            Map.of(
                    new ExitReason.Exit(126),
                    new Cause(
                            Pattern.compile(
                                    "Permission denied$|Exec format error$|Is a directory$|bad interpreter: "),
                            "the command must be an executable file: chmod +x makes one of a script,"
                                    + " also below --files; a program must be for the processor of"
                                    + " the machine"),
                    new ExitReason.Exit(127),
                    new Cause(
                            // dash: the PATH has a directory that the user may not search.
                            Pattern.compile(
                                    "not found$|No such file or directory$|is not on this machine$|Permission denied$"),
                            "put it into the image, the user data or --files; on the local cloud,"
                                    + " make it visible with spawn up --expose DIR"));

    private UnusableCommand() {}

    /** Null for another exit, and where the end of the log names no such command. */
    static @Nullable String sentence(ExitReason exit, LogSpool log) throws IOException {
        Cause cause = CAUSES.get(exit);
        if (cause == null) {
            return null;
        }
        return log.tail(TAIL_BYTES)
                .lines()
                .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(line -> cause.message().matcher(line).find())
                .reduce((earlier, last) -> last)
                .map(line -> "%s; %s".formatted(line, cause.remedy()))
                .orElse(null);
    }
}

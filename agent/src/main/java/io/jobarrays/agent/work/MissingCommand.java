package io.jobarrays.agent.work;

import io.jobarrays.agent.log.LogSpool;
import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sentence for work that ended with 127, the exit code of a shell that does not find a command. */
final class MissingCommand {
    private static final ExitReason NOT_FOUND = new ExitReason.Exit(127);
    private static final int TAIL_BYTES = 8 << 10;

    /** Messages of dash, bash, env and the supervisor. */
    private static final Pattern MESSAGE =
            Pattern.compile("not found$|No such file or directory$|is not on this machine$");

    private static final String REMEDY =
            "put it into the image, the user data or --files; on the local cloud, make it visible"
                    + " with spawn up --expose DIR";

    private MissingCommand() {}

    /** Null for another exit, and where the end of the log names no missing command. */
    static @Nullable String sentence(ExitReason exit, LogSpool log) throws IOException {
        if (!exit.equals(NOT_FOUND)) {
            return null;
        }
        return log.tail(TAIL_BYTES)
                .lines()
                .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(line -> MESSAGE.matcher(line).find())
                .reduce((earlier, last) -> last)
                .map(line -> "%s; %s".formatted(line, REMEDY))
                .orElse(null);
    }
}

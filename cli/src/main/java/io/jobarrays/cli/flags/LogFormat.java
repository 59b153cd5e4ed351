package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that select and format the lines of logs. */
public final class LogFormat {
    @Option(
            names = "--tail",
            paramLabel = "N",
            description = "only the last N lines of each member; with -f those that follow, too")
    private @Nullable String tail;

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            description = "only lines in which the regular expression is found")
    private @Nullable String grep;

    @Option(names = "--timestamps", description = "the time in UTC before each line")
    private boolean timestamps;

    /** Refuses values that are none. */
    public void check() {
        tail();
        grep();
    }

    public boolean timestamps() {
        return timestamps;
    }

    /** Whether lines are needed, and not bytes. */
    public boolean byLine() {
        return tail != null || grep != null || timestamps;
    }

    /** Empty for all lines. */
    public Optional<Integer> tail() {
        if (tail == null) {
            return Optional.empty();
        }
        if (!tail.matches("\\d{1,9}")) {
            throw Failure.usage("--tail: \"%s\" is not a whole number".formatted(tail));
        }
        return Optional.of(Integer.parseInt(tail));
    }

    public Optional<Pattern> grep() {
        try {
            return Optional.ofNullable(grep).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw Failure.usage(
                    "--grep: \"%s\" is not a regular expression: %s"
                            .formatted(grep, e.getDescription()));
        }
    }
}

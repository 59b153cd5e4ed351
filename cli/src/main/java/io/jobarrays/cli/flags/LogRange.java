package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that select a part of a member's log. */
public final class LogRange {
    @Option(names = "--since", paramLabel = "D", description = "only lines of the last D (90s, 2h)")
    private @Nullable String since;

    @Option(
            names = "--attempt",
            paramLabel = "N",
            description = "only this attempt; 1 is the first")
    private @Nullable String attempt;

    @Option(names = "--stdout", description = "only stdout, with --split-output at launch")
    private boolean out;

    @Option(names = "--stderr", description = "only stderr, with --split-output at launch")
    private boolean err;

    public void checkStreams() {
        if (out && err) {
            throw Failure.usage("--stdout and --stderr contradict each other; leave both out");
        }
    }

    /**
     * Adds the query parameters of this range.
     *
     * @param offset end of the previous response; replaces {@code --since}, which would drop lines
     *     that a machine delivers late
     * @param records whether the time of each output is needed
     */
    public String query(String path, Optional<String> offset, boolean records) {
        return new QueryString(path)
                .with("offset", offset.orElse(null))
                .with("attempt", attempt)
                .with("stream", out ? "out" : err ? "err" : null)
                .with("since", offset.isPresent() ? null : since)
                .with("format", records ? "records" : null)
                .toString();
    }
}

package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a member's log is wanted. */
public final class LogRange {
    @Option(names = "--since", paramLabel = "D", description = "only what is not older (90s, 2h)")
    private @Nullable String since;

    @Option(
            names = "--attempt",
            paramLabel = "N",
            description = "only this attempt; 1 is the first")
    private @Nullable String attempt;

    @Option(names = "--stdout", description = "only what went to stdout")
    private boolean out;

    @Option(names = "--stderr", description = "only what went to stderr")
    private boolean err;

    public void checkStreams() {
        if (out && err) {
            throw Failure.usage("--stdout and --stderr contradict each other; leave both out");
        }
    }

    /**
     * Asks for it.
     *
     * @param offset where the last answer ended. Then it counts alone: what a machine delivers late
     *     is old already
     */
    public String query(String path, Optional<String> offset) {
        return new QueryString(path)
                .with("offset", offset.orElse(null))
                .with("attempt", attempt)
                .with("stream", out ? "out" : err ? "err" : null)
                .with("since", offset.isPresent() ? null : since)
                .toString();
    }
}

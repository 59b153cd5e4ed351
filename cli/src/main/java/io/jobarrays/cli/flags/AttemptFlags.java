package io.jobarrays.cli.flags;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Launch flags for one attempt of the work: how long it may take, and where. */
final class AttemptFlags {
    @Option(
            names = "--timeout",
            paramLabel = "D",
            description = "end an attempt after this time: SIGTERM, and SIGKILL 30 s later")
    private @Nullable String timeout;

    @Option(
            names = "--timeout-signal",
            paramLabel = "SIG@D",
            description = "signal so long before the timeout, to processes that handle it: USR1@5m")
    private @Nullable String timeoutSignal;

    @Option(
            names = "--workdir",
            paramLabel = "KIND",
            description =
                    "working directory: a fresh one per attempt (attempt, default), or one that the attempts of a member on one machine share (member)")
    private @Nullable String workdir;

    void addTo(LaunchBody spec) {
        spec.text("timeout", timeout)
                .text("timeout_signal", timeoutSignal)
                .text("workdir", workdir);
    }
}

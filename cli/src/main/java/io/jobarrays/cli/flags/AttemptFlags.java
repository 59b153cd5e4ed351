package io.jobarrays.cli.flags;

import io.jobarrays.cli.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Launch flags for attempts of the work: how long one may take, where, and what the next finds. */
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

    @Option(
            names = "--checkpoint",
            paramLabel = "GLOB",
            description =
                    "files of $SPAWN_CHECKPOINT_DIR to keep for a later attempt on another machine; repeatable")
    private @Nullable List<String> checkpoint;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "D",
            description = "time between two checkpoints; default 5m, at least 10s")
    private @Nullable String checkpointInterval;

    void addTo(LaunchBody spec) {
        if (checkpoint != null) {
            spec.json().with("checkpoint", JsonValue.texts(checkpoint));
        }
        spec.text("timeout", timeout)
                .text("timeout_signal", timeoutSignal)
                .text("workdir", workdir)
                .text("checkpoint_interval", checkpointInterval);
    }
}

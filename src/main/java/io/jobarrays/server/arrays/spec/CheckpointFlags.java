package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work.CheckpointRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads which files are kept as checkpoints, and how often. */
final class CheckpointFlags {
    static final String GLOBS = "checkpoint";
    static final String INTERVAL = "checkpoint-interval";

    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

    private CheckpointFlags() {}

    /**
     * @param limit most bytes of the files of one member
     * @return null without checkpoints
     */
    static @Nullable CheckpointRule of(FlagReader flags, long limit) {
        Duration interval = flags.duration(INTERVAL);
        if (flags.text(GLOBS) == null) {
            if (interval != null) {
                throw new Refusal(INTERVAL + ": only with checkpoint, which names the files");
            }
            return null;
        }
        if (flags.text("command") == null && flags.text("user-data") == null) {
            throw new Refusal(GLOBS + ": only with command or user-data, which write the files");
        }
        if (interval != null && interval.compareTo(MIN_INTERVAL) < 0) {
            throw new Refusal(
                    "%s: %s is too short; write %s or more"
                            .formatted(
                                    INTERVAL,
                                    Durations.format(interval),
                                    Durations.format(MIN_INTERVAL)));
        }
        return new CheckpointRule(
                flags.globs(GLOBS),
                (interval == null ? DEFAULT_INTERVAL : interval).toSeconds(),
                limit);
    }
}

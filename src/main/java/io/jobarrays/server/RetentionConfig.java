package io.jobarrays.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of what is kept of executions that have ended, {@code spawn.retention.*}. */
@ConfigMapping(prefix = "spawn.retention")
public interface RetentionConfig {
    /** False: nothing is purged but on request. */
    @WithDefault("true")
    boolean enabled();

    /** Time for which an execution is kept after its end. */
    @WithDefault("30d")
    Duration age();

    /** Most ended executions that are kept; the oldest are purged. */
    @WithDefault("10000")
    int count();

    /** Most bytes of logs, outputs and bundles; empty: {@link #diskPercent} alone. */
    Optional<MemorySize> bytes();

    /**
     * Most of the disk that logs, outputs and bundles use: percent of the bytes that they and free
     * space have together, so that files of other programs do not count.
     */
    @WithDefault("80")
    int diskPercent();

    /** Interval between two looks. */
    @WithDefault("10m")
    Duration every();
}
